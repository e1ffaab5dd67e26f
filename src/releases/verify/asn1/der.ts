import { fromBER } from 'asn1js'

/** Bytes that are no ASN.1, or not the structure that should be there. */
export class Asn1Error extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Asn1Error'
  }
}

/** One value of ASN.1 (X.690), read in DER or BER. */
export interface Der {
  /** 1 universal · 2 application · 3 context-specific · 4 private */
  readonly tagClass: number
  readonly tag: number
  /** Tag, length and content as they stand in the file. */
  readonly whole: Uint8Array
  /** Content octets; of an indefinite length without the end mark. */
  readonly content: Uint8Array
  readonly children: readonly Der[]
  readonly constructed: boolean
}

/** Depth, size and number of values: certificates, signatures and timestamps stay far below. Only catalogues need more values. */
const limits = { maxDepth: 64, maxContentLength: 64 * 2 ** 20 }
const usualNodes = 20_000

interface Block {
  readonly valueBeforeDecodeView: Uint8Array
  readonly idBlock: { readonly blockLength: number; readonly tagClass: number; readonly tagNumber: number; readonly isConstructed: boolean }
  readonly lenBlock: { readonly blockLength: number; readonly isIndefiniteForm: boolean }
  readonly valueBlock: object
}

/** The first value in the bytes; what follows it is not looked at. Throws Asn1Error. */
export function readDer(bytes: Uint8Array, maxNodes = usualNodes): Der {
  const { offset, result } = fromBER(bytes, { ...limits, maxNodes, parseEmbedded: false, copyInput: false })
  if (offset < 0) throw new Asn1Error(`no ASN.1: ${result.error || 'unreadable'}`)
  return fromBlock(result)
}

function fromBlock(block: Block): Der {
  const { idBlock, lenBlock, valueBlock } = block
  const whole = block.valueBeforeDecodeView
  const end = whole.length - (lenBlock.isIndefiniteForm ? 2 : 0)
  const values = idBlock.isConstructed && 'value' in valueBlock && Array.isArray(valueBlock.value) ? (valueBlock.value as readonly Block[]) : []
  return {
    tagClass: idBlock.tagClass,
    tag: idBlock.tagNumber,
    constructed: idBlock.isConstructed,
    whole,
    content: whole.subarray(idBlock.blockLength + lenBlock.blockLength, end),
    children: values.filter((value) => !isEndMark(value)).map(fromBlock),
  }
}

function isEndMark({ idBlock }: Block): boolean {
  return idBlock.tagClass === 1 && idBlock.tagNumber === 0
}

/** The child at an index. Throws Asn1Error when there is none. */
export function child(of: Der, index: number): Der {
  const found = of.children[index]
  if (!found) throw new Asn1Error('an ASN.1 structure ends too early')
  return found
}

export function isUniversal(value: Der | undefined, tag: number): value is Der {
  return value?.tagClass === 1 && value.tag === tag
}

export function isContext(value: Der | undefined, tag: number): value is Der {
  return value?.tagClass === 3 && value.tag === tag
}
