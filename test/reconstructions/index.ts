import { macReconstructions } from './native/mac.ts'
import { installerReconstructions, windowsReconstructions } from './native/windows.ts'
import { xzReconstructions } from './native/xz.ts'
import { axiosAttacks } from './npm/axios.ts'
import { extensionReconstructions } from './npm/extension.ts'
import { hookAttacks } from './npm/hooks.ts'
import { injectionAttacks } from './npm/injections.ts'
import { walletAttacks } from './npm/wallets.ts'
import { wormAttacks } from './npm/worms.ts'
import { npmReconstructions } from './npm-attack.ts'
import { pythonReconstructions } from './python/attacks.ts'
import type { Reconstruction } from './reconstruction.ts'

/** Every attack and every evasion of it. */
export const reconstructions: readonly Reconstruction[] = [
  ...[...axiosAttacks, ...wormAttacks, ...hookAttacks, ...walletAttacks, ...injectionAttacks].flatMap(npmReconstructions),
  ...extensionReconstructions,
  ...pythonReconstructions,
  ...xzReconstructions,
  ...windowsReconstructions,
  ...installerReconstructions,
  ...macReconstructions,
]
