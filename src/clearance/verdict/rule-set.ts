/**
 * The rules of the verdict. The version is incremented whenever the same state could get another verdict. Each record
 * names it.
 */
export const RULE_SET = { name: 'roomshot-clearance', version: '3' } as const;

/**
 * How much a material fact may change before an approval lapses. The tolerance of the ETA is that of MARPOL Annex I,
 * regulation 42, for a new notice to the coastal State. The tolerance of the quantity is a custom of the trade (?).
 */
export const MATERIAL_TOLERANCE = { etaHours: 6, quantityPercent: 5 } as const;
