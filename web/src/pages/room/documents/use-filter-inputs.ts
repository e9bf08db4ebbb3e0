import { useSearchParams } from 'wouter';
import { type DocumentFilter, FILTERS } from './document-filter.ts';

/** Returns what binds inputs to the filter in the address. */
export function useFilterInputs(filter: DocumentFilter) {
  const [, setSearch] = useSearchParams();
  const set = (name: keyof DocumentFilter, value: string) =>
    setSearch(
      (search) => {
        if (value) search.set(name, value);
        else search.delete(name);
        return search;
      },
      { replace: true },
    );
  return {
    bind: (name: keyof DocumentFilter) => ({
      value: filter[name],
      onChange: ({ currentTarget }: { currentTarget: { value: string } }) => set(name, currentTarget.value),
    }),
    clear: () =>
      setSearch((search) => {
        for (const name of FILTERS) search.delete(name);
        return search;
      }),
  };
}
