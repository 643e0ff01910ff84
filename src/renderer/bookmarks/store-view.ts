import type { StoreApi } from 'zustand';
import { checkFields, type Fields, readFields } from './fields';
import { readPlane, showPlane } from './plane';
import type { LensView, ViewRecord } from './registry';

interface StoreViewOptions<State extends object> {
  lens: string;
  store: Pick<StoreApi<State>, 'getState' | 'setState'>;
  fields: Fields<State>;
  words(state: State): string[];
  /** What the lens keeps besides its store and the place of its plane. */
  more?: Pick<LensView, 'read' | 'show'>;
}

/** A lens whose view is a store, and where its plane looks. */
export const storeView = <State extends object>(options: StoreViewOptions<State>): LensView => ({
  words: () => options.words(options.store.getState()),
  read: (): ViewRecord => ({
    ...readFields(options.store.getState(), options.fields),
    ...options.more?.read(),
    plane: readPlane(options.lens),
  }),
  show(view) {
    const { state, wrong } = checkFields(view, options.fields);
    options.store.setState(state);
    const others = options.more?.show(view) ?? [];
    return [...wrong, ...others, ...(showPlane(options.lens, view.plane) ? [] : ['plane'])];
  },
});
