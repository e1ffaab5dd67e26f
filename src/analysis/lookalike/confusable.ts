import { domainToUnicode } from 'node:url'

/**
 * Letters of other alphabets that look like Latin ones: the lower-case part of the Unicode confusables data
 * (UTS #39, confusables.txt) that registries admit in names.
 */
// biome-ignore format: one line per letter
const lookAlike: Readonly<Record<string, string>> = {
  а: 'a', ɑ: 'a', α: 'a', á: 'a', à: 'a', â: 'a', ä: 'a', ã: 'a', å: 'a', ā: 'a', ą: 'a', ạ: 'a', ả: 'a',
  Ь: 'b', ь: 'b', ḅ: 'b', ƅ: 'b',
  с: 'c', ϲ: 'c', ç: 'c', ć: 'c', č: 'c', ċ: 'c',
  ԁ: 'd', ɗ: 'd', ď: 'd', ḍ: 'd', đ: 'd',
  е: 'e', ҽ: 'e', é: 'e', è: 'e', ê: 'e', ë: 'e', ē: 'e', ė: 'e', ę: 'e', ẹ: 'e', ě: 'e',
  ɡ: 'g', ğ: 'g', ģ: 'g', ġ: 'g',
  һ: 'h', հ: 'h', ḥ: 'h',
  і: 'i', ı: 'i', í: 'i', ì: 'i', î: 'i', ï: 'i', ī: 'i', į: 'i', ι: 'i', ị: 'i',
  ј: 'j', ϳ: 'j',
  κ: 'k', к: 'k', ķ: 'k', ḳ: 'k',
  ӏ: 'l', ł: 'l', ļ: 'l', ḷ: 'l', ĺ: 'l',
  ṃ: 'm', м: 'm',
  ո: 'n', п: 'n', ñ: 'n', ń: 'n', ņ: 'n', ň: 'n', ṇ: 'n',
  о: 'o', ο: 'o', օ: 'o', σ: 'o', ó: 'o', ò: 'o', ô: 'o', ö: 'o', õ: 'o', ø: 'o', ō: 'o', ő: 'o', ọ: 'o',
  р: 'p', ρ: 'p',
  ԛ: 'q', գ: 'q',
  г: 'r', ŕ: 'r', ř: 'r', ṛ: 'r',
  ѕ: 's', ś: 's', š: 's', ş: 's', ș: 's', ṣ: 's',
  т: 't', ţ: 't', ț: 't', ť: 't', ṭ: 't',
  υ: 'u', ս: 'u', ú: 'u', ù: 'u', û: 'u', ü: 'u', ū: 'u', ů: 'u', ụ: 'u', ű: 'u',
  ν: 'v', ѵ: 'v', ṿ: 'v',
  ѡ: 'w', ԝ: 'w', ω: 'w', ẉ: 'w',
  х: 'x', χ: 'x',
  у: 'y', ү: 'y', γ: 'y', ý: 'y', ÿ: 'y', ỵ: 'y',
  ʐ: 'z', ź: 'z', ž: 'z', ż: 'z', ẓ: 'z',
}

/** Digits and pairs of letters read as another letter. */
const digits: readonly (readonly [RegExp, string])[] = [
  [/0/g, 'o'],
  [/3/g, 'e'],
  [/4/g, 'a'],
  [/5/g, 's'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
]

/** What the label looks like to a reader, in Latin letters, other than itself: none when it is plain. */
export function looksLike(label: string): readonly string[] {
  const shown = label.startsWith('xn--') ? domainToUnicode(label) || label : label
  const latin = [...shown].map((character) => lookAlike[character] ?? character).join('')
  const plain = digits.reduce((text, [pattern, letter]) => text.replace(pattern, letter), latin)
  return [...new Set([latin, plain, plain.replaceAll('1', 'l'), plain.replaceAll('1', 'i')])].filter((text) => text !== label)
}
