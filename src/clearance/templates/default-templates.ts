import { DEFAULT_DOCUMENT_TYPES } from '../documents/default-document-types.ts';
import type { Template, TemplateRequirement } from './template.ts';

/** What every transfer between two ships asks for, whatever the cargo. */
const EVERY_TRADE = [
  ...['class_status', 'class_certificate', 'ism', 'issc', 'load_line', 'pi_entry', 'wreck_removal'],
  ...['safety_construction', 'safety_equipment', 'safety_radio', 'mooring_plan', 'crew_list'],
  ...['fender_certificates', 'poac_qualification', 'risk_assessment', 'joint_plan', 'sanctions_screening'],
  ...['checklist_1', 'checklist_2', 'checklist_3', 'checklist_4', 'checklist_5'],
];

const OIL = [
  ...EVERY_TRADE,
  'q88',
  'iopp',
  'sts_plan',
  'clc',
  'sire',
  'hose_tests',
  'coastal_notice',
  'safety_data_sheet',
];
const GAS = [
  ...[...EVERY_TRADE, 'q88', 'gas_fitness', 'sire', 'hose_tests', 'safety_data_sheet'],
  ...['gas_compatibility', 'emergency_shutdown'],
];
const BUNKERS = [
  ...[...EVERY_TRADE, 'iopp', 'bunker_convention', 'hose_tests', 'safety_data_sheet'],
  ...['bunker_licence', 'bunker_checklist', 'bunker_quality'],
];
const DRY_BULK = [
  ...EVERY_TRADE,
  'cargo_declaration',
  'hatch_cover_test',
  'crane_certificates',
  'stability_plan',
];

const TYPES = new Map(DEFAULT_DOCUMENT_TYPES.map((type) => [type.code, type]));

function requirementOf(code: string): TemplateRequirement {
  const type = TYPES.get(code);
  if (!type) throw new Error(`There is no document type ${code}.`);
  const { criticality, applies_to, due_stage, expires, max_age_days, needs_file } = type;
  // What a template names is asked for from every ship. What is useful beyond it is listed by hand.
  const asked = { criticality, applies_to, due_stage, expires, max_age_days, needs_file };
  return { type_code: code, required: criticality === 'high', ...asked };
}

const GUIDE = 'Ship-to-ship guide of OCIMF, CDI, ICS and SIGTTO, 2025 (?)';

const template = (
  own: Pick<Template, 'code' | 'name' | 'description' | 'trade'>,
  codes: string[],
): Template => ({
  ...own,
  ...{ region: null, guide_edition: GUIDE, expiry_margin_days: 3, four_eyes: 'marked' },
  ...{ asks_suitability: false, asks_compatibility: own.trade === 'gas' },
  requirements: codes.map(requirementOf),
});

/** What a new installation starts with. An administrator changes and adds. */
export const DEFAULT_TEMPLATES: readonly Template[] = [
  template(
    {
      ...{ code: 'oil', name: 'Crude oil and products', trade: 'oil' },
      description:
        'Transfer of oil between tankers, with notice to the coastal State (MARPOL Annex I, chapter 8).',
    },
    OIL,
  ),
  template(
    {
      ...{ code: 'gas', name: 'LPG and LNG', trade: 'gas' },
      description: 'Transfer of liquefied gas between gas carriers. Compatibility is asked for apart.',
    },
    GAS,
  ),
  template(
    {
      ...{ code: 'bunkers', name: 'Bunkers', trade: 'bunkers' },
      description:
        'Supply of fuel from a bunker tanker. Whether the guide applies is for the parties to agree (?).',
    },
    BUNKERS,
  ),
  template(
    {
      ...{ code: 'dry_bulk', name: 'Dry bulk', trade: 'dry_bulk' },
      description: 'Transfer of dry cargo with cranes and grabs.',
    },
    DRY_BULK,
  ),
];
