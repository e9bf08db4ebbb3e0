import type { EditionContent } from '../../records/editions/edition-content.ts';

const AT = '2026-01-01T00:00:00.000Z';

/** The smallest content of a report, for a test of the renderer. */
export const SAMPLE_CONTENT: EditionContent = {
  format: 1,
  room: {
    id: '00000000-0000-4000-8000-000000000000',
    title: 'Trial of the renderer · δοκιμή · проверка · تجربة · 测试',
    location: 'Nowhere',
    status: 'pending',
    timeline_phase: null,
    description: null,
    sts_eta: AT,
    time_zone: 'UTC',
    expected_duration_hours: 24,
    expiry_margin_days: 0,
    operation_mode: null,
    cargo_type: null,
    cargo_quantity: null,
    cargo_unit: null,
    cargo_value_usd: null,
    demurrage_rate_per_day: null,
    demurrage_rate_per_hour: null,
    commission_percent: null,
    poac: null,
    sts_provider: null,
    created_by: 'system',
    created_at: AT,
    updated_at: AT,
  },
  verdict: { outcome: 'pending', reasons: [] },
  parties: [],
  vessels: [],
  documents: [],
  approvals: [],
  activity: [],
};
