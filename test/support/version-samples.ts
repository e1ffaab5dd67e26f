import fc from 'fast-check'

const number = fc.oneof(fc.nat(3), fc.nat(20), fc.integer({ min: 0, max: 30_000_000 })).map(String)
const zeros = fc.tuple(fc.constantFrom('', '', '', '0'), number).map(([zero, digits]) => zero + digits)
const dotted = (part: fc.Arbitrary<string>, most = 4) => fc.array(part, { minLength: 1, maxLength: most }).map((parts) => parts.join('.'))
const maybe = (part: fc.Arbitrary<string>) => fc.oneof(fc.constant(''), part)
const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((found) => found.join(''))
const word = fc.constantFrom('a', 'b', 'alpha', 'beta', 'dev', 'm', 'pre', 'rc', 'sp', 'x', 'klm', 'RC')
const identifier = fc.oneof(number, word, join(word, number))
const core = fc.array(number, { minLength: 3, maxLength: 3 }).map((parts) => parts.join('.'))
const early = maybe(join(fc.constant('-'), dotted(identifier, 3)))
const build = maybe(join(fc.constant('+'), dotted(identifier, 2)))
const chars = (signs: string) => fc.string({ unit: fc.constantFrom(...signs), minLength: 1, maxLength: 10 })

/** Versions that each ecosystem allows, close to one another so that every rule is met. */
export const versionSamples: Readonly<Record<string, fc.Arbitrary<string>>> = {
  npm: join(core, early, build),
  go: join(fc.constant('v'), core, early, maybe(fc.constant('+incompatible'))),
  pub: join(core, early, build),
  nuget: join(dotted(zeros), early, build),
  pypi: join(
    maybe(fc.constant('1!')),
    dotted(zeros),
    maybe(join(fc.constantFrom('', '.', '-', '_'), fc.constantFrom('a', 'beta', 'rc', 'c', 'pre', 'RC'), maybe(number))),
    maybe(join(fc.constantFrom('.post', '-r', 'rev', '.post.'), maybe(number))),
    maybe(join(fc.constantFrom('.dev', 'dev', '-dev'), maybe(number))),
    maybe(join(fc.constant('+'), dotted(fc.oneof(number, fc.constantFrom('ubuntu', 'a1', 'local')), 3))),
  ),
  maven: join(dotted(number), maybe(join(fc.constantFrom('-', '.', ''), word, maybe(join(fc.constantFrom('', '-', '.'), number))))),
  debian: join(maybe(fc.constantFrom('0:', '1:')), fc.nat(9).map(String), chars('019.~+ab-'), fc.constantFrom('-1', '-1~bpo', '-0ubuntu1')),
  rpm: join(fc.constantFrom('0', '1', 'a'), chars('0129.~^ab_+'), maybe(join(fc.constant('-'), chars('012.elb')))),
  alpine: join(
    dotted(zeros),
    maybe(fc.constantFrom('a', 'b')),
    maybe(join(fc.constantFrom('_alpha', '_rc', '_p', '_git'), maybe(number))),
    maybe(join(fc.constant('-r'), number)),
  ),
  rubygems: join(
    dotted(fc.oneof(zeros, number, word)).map((text) => `1.${text}`),
    maybe(fc.constant('-2')),
  ),
  packagist: join(dotted(number), maybe(join(fc.constantFrom('-', '', '.'), fc.constantFrom('dev', 'alpha', 'b', 'rc', 'p', 'pl'), maybe(number)))),
  cran: dotted(zeros).map((text) => text.replace('.', '-')),
  hackage: dotted(number),
  windows: dotted(zeros),
  other: join(dotted(zeros), maybe(join(fc.constantFrom('-', ' ', ''), word, maybe(number)))),
}
