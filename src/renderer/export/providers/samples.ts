import { registerExport } from '../registry';
import { trainingFilm } from './training';

registerExport('samples', { films: trainingFilm });
