/**
 * SHA-256 of root certificates that no bundled list holds, for chains that carry their root with them, as Apple's
 * code signatures and Microsoft's signing service do. Sources: https://www.apple.com/certificateauthority/ and
 * https://www.microsoft.com/pkiops/docs/repository.htm.
 */
export const pinnedRoots: ReadonlyMap<string, string> = new Map([
  ['b0b1730ecbc7ff4505142c49f1295e6eda6bcaed7e2c68c5be91b5a11001f024', 'Apple Root CA'],
  ['c2b9b042dd57830e7d117dac55ac8ae19407d38e41d88f3215bc3a890444a050', 'Apple Root CA - G2'],
  ['63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179', 'Apple Root CA - G3'],
  ['5367f20c7ade0e2bca790915056d086b720c33c1fa2a2661acf787e3292e1270', 'Microsoft Identity Verification Root Certificate Authority 2020'],
])
