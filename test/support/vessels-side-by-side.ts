import { expect } from 'vitest';
import type { Client } from './client.ts';

const SHIP = { vessel_type: 'Aframax', flag: 'Malta' };

/** Two vessels that may lie side by side. */
export const AURORA = { ...SHIP, name: 'Aurora', imo: '9074729', operation_role: 'discharging' };
export const POLARIS = { ...SHIP, name: 'Polaris', imo: 'IMO 9319466', operation_role: 'receiving' };

export interface ClearedRoom {
  /** The ids of the vessels. */
  aurora: string;
  polaris: string;
  /** The verdict of the room now, once the broker has approved it: its outcome, and its findings. */
  verdict(): Promise<{ outcome: string; reasons: Finding[] }>;
}

interface Finding {
  code: string;
  blocking: boolean;
  subject: string;
  text: string;
}

/** Brings an empty room of the broker to the verdict `cleared`: two vessels, one document, the broker's approval. */
export async function clearRoom(broker: Client, path: string): Promise<ClearedRoom> {
  const [aurora, polaris] = [
    (await broker.post(`${path}/vessels`, AURORA)).body.id,
    (await broker.post(`${path}/vessels`, POLARIS)).body.id,
  ];
  const document = { type_code: 'crew_list', vessel_id: aurora, status: 'not_applicable' };
  expect((await broker.post(`${path}/documents`, document)).status).toBe(201);
  const { items } = (await broker.get(`${path}/approvals`)).body;
  // Vessels are material facts, so a change of one ends the approval.
  const verdict = async () => {
    await broker.post(`${path}/approvals/${items[0].id}/approve`);
    return (await broker.get(path)).body.verdict;
  };
  expect(await verdict()).toMatchObject({ outcome: 'cleared', reasons: [] });
  return { aurora, polaris, verdict };
}
