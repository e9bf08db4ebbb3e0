import { expect } from 'vitest';
import type { Client } from './client.ts';
import { fileDocument } from './evidence.ts';
import { join } from './rooms.ts';

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

interface People {
  broker: Client;
  seller: Client;
}

/**
 * Brings an empty room of the broker to the verdict `cleared`: two vessels, one document that the seller uploads, the
 * broker's approval.
 */
export async function clearRoom({ broker, seller }: People, path: string): Promise<ClearedRoom> {
  const [aurora, polaris] = [
    (await broker.post(`${path}/vessels`, AURORA)).body.id,
    (await broker.post(`${path}/vessels`, POLARIS)).body.id,
  ];
  expect((await join(broker, path, 'seller')).status).toBe(201);
  const document = { type_code: 'class_certificate', vessel_id: aurora };
  const { body } = await broker.post(`${path}/documents`, document);
  await fileDocument({ uploader: seller, reviewer: broker }, `${path}/documents/${body.id}`);
  const { items } = (await broker.get(`${path}/approvals`)).body;
  // Vessels are material facts, so a change of one ends the approval.
  const verdict = async () => {
    await broker.post(`${path}/approvals/${items[0].id}/approve`);
    return (await broker.get(path)).body.verdict;
  };
  expect(await verdict()).toMatchObject({ outcome: 'cleared', reasons: [] });
  return { aurora, polaris, verdict };
}
