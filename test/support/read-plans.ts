import { CompiledQuery, type KyselyPlugin, type RootOperationNode } from 'kysely';
import type { Queryable } from '../../src/platform/db/database.ts';

/** A node of a plan, as `explain (format json)` states it. */
export interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  'Recheck Cond'?: string;
  'TID Cond'?: string;
  Filter?: string;
  Plans?: PlanNode[];
}

/** Runs queries, and returns the nodes of the plans of all their statements. */
export async function readPlans(
  db: Queryable,
  run: (db: Queryable) => Promise<unknown>,
): Promise<PlanNode[]> {
  const asked: RootOperationNode[] = [];
  const recorder: KyselyPlugin = {
    transformQuery({ node }) {
      asked.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const watched = db.withPlugin(recorder);
  await run(watched);
  const nodes: PlanNode[] = [];
  for (const node of asked) {
    const { sql, parameters } = db.getExecutor().compileQuery(node, { queryId: 'plan' });
    const { rows } = await db.executeQuery<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      CompiledQuery.raw(`explain (format json) ${sql}`, [...parameters]),
    );
    for (const row of rows) nodes.push(...withChildren(row['QUERY PLAN'][0].Plan));
  }
  return nodes;
}

const withChildren = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(withChildren)];
