/** The probability yardstick of the UK's Professional Head of Intelligence Assessment (PHIA). The words are the analyst's to set. */
export const yardstick = [
  ['Remote chance', '0 % to about 5 %'],
  ['Highly unlikely', 'about 10 % to about 20 %'],
  ['Unlikely', 'about 25 % to about 35 %'],
  ['Realistic possibility', 'about 40 % to less than 50 %'],
  ['Likely or probable', 'about 55 % to about 75 %'],
  ['Highly likely', 'about 80 % to about 90 %'],
  ['Almost certain', 'about 95 % to less than 100 %'],
] as const
