import { apply, type Change, type EditContext, type Plan, type Selection } from '../../core/graph';

/** One plan out of several, each made on what the ones before leave behind: one undo step. The first refusal is the answer. */
export function inSequence(context: EditContext, steps: readonly ((context: EditContext) => Plan)[]): Plan {
  let present = context;
  let select: Selection | undefined;
  const changes: Change[] = [];
  for (const step of steps) {
    const plan = step(present);
    if (!plan.ok) return plan;
    changes.push(...plan.changes);
    select = plan.select ?? select;
    present = {
      ...present,
      document: apply(present.document, plan.changes),
      selection: plan.select ?? present.selection,
    };
  }
  return { ok: true, changes, select };
}
