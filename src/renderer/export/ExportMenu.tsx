import { Download, FileBox, FileText, Film, Image, Shapes } from 'lucide-react';
import { useEffect, useState } from 'react';
import { MenuButton, type MenuItem } from '../components/Menu';
import { currentTheme } from '../lenses/colour/theme';
import styles from './ExportMenu.module.css';
import { FilmDialog } from './FilmDialog';
import { packNpz } from './npz/pack';
import './providers';
import { useKeptSteps } from '../lenses/time/kept-steps';
import { holdKeptSteps } from './providers/training';
import { exportOf } from './registry';
import { fileName, saveAs } from './save';
import { pngOf, svgOf } from './still';
import type { Picture } from './types';

const SCALES = [1, 2, 4] as const;

/** What can be taken out of a lens: pictures, films, numbers. */
export function ExportMenu({ lens }: { lens: string }) {
  const [filming, setFilming] = useState(false);
  const kept = useKeptSteps();
  useEffect(() => holdKeptSteps(kept), [kept]);
  return (
    <>
      <MenuButton
        label="Export"
        className={styles.button}
        items={() => itemsFor(lens, () => setFilming(true))}
        testId={`export.${lens}`}
      >
        <Download aria-hidden />
      </MenuButton>
      {filming && <FilmDialog lens={lens} onClose={() => setFilming(false)} />}
    </>
  );
}

function itemsFor(lens: string, film: () => void): MenuItem[] {
  const { picture: take, films, arrays, text } = exportOf(lens);
  const picture = take();
  if (!picture) return [{ id: 'export.none', heading: 'There is nothing to export yet' }];
  const items: MenuItem[] = [{ id: 'export.picture', heading: 'Picture of this view' }];
  // A model that trains has moved what is seen since the menu was opened.
  const now = () => take() ?? picture;
  for (const scale of SCALES) {
    items.push({
      id: `export.png${scale}`,
      label: `PNG ${scale}×`,
      icon: Image,
      note: `${sizeWords(picture, scale)} pixels`,
      run: () => savePng(lens, now(), scale, false),
    });
  }
  items.push({
    id: 'export.transparent',
    label: 'PNG 2×, transparent',
    icon: Image,
    note: 'Without the ground of the theme',
    run: () => savePng(lens, now(), 2, true),
  });
  items.push({
    id: 'export.svg',
    label: 'SVG',
    icon: Shapes,
    note: picture.raster ?? 'Everything is vectors.',
    run: () => void saveAs(fileName(lens, 'svg'), () => svgOf(now(), currentTheme().panel)),
  });
  if (films().length > 0) {
    items.push({ id: 'export.s1', separator: true });
    items.push({ id: 'export.film', label: 'Film…', icon: Film, note: 'GIF, WebM or MP4', run: film });
  }
  if (arrays) {
    items.push({ id: 'export.s2', separator: true });
    items.push({
      id: 'export.npz',
      label: 'Numbers (NPZ)',
      icon: FileBox,
      note: 'Arrays for numpy.load',
      run: () => void saveAs(fileName(lens, 'npz'), async () => packNpz(await arrays())),
    });
  }
  if (text() !== null) {
    items.push({
      id: 'export.txt',
      label: 'Text (TXT)',
      icon: FileText,
      note: 'What stands here, in UTF-8',
      run: () => void saveAs(fileName(lens, 'txt'), async () => new TextEncoder().encode(text() ?? '')),
    });
  }
  return items;
}

const sizeWords = ({ size }: Picture, scale: number): string =>
  `${Math.round(size.width * scale)} × ${Math.round(size.height * scale)}`;

const savePng = (lens: string, picture: Picture, scale: number, transparent: boolean): void =>
  void saveAs(fileName(lens, 'png'), () => pngOf(picture, scale, transparent ? null : currentTheme().panel));
