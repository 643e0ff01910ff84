const files = import.meta.glob<string>('../../../resources/templates/*.png', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** Addresses of the pictures that lie beside templates, by template id. */
export const pictures: Readonly<Record<string, string | undefined>> = Object.fromEntries(
  Object.entries(files).map(([path, url]) => [path.replace(/^.*\/|\.png$/g, ''), url]),
);
