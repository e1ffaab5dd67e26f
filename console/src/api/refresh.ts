import type { OperationName } from '../../../src/contract/operations.ts'
import { queryClient } from './query-client.ts'

/** Asks again for everything that these operations have answered. */
export async function refresh(...names: readonly OperationName[]): Promise<void> {
  await Promise.all(names.map((name) => queryClient.invalidateQueries({ queryKey: [name] })))
}
