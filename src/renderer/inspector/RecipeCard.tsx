import type { Recipe } from '../../core/graph/document';
import { Prose } from '../components/Formula';
import styles from './RecipeCard.module.css';

const PARTS = [
  ['formulation', 'Formulation'],
  ['representation', 'Representation'],
  ['objective', 'Objective'],
  ['optimization', 'Optimisation'],
  ['inference', 'Inference'],
] as const;

/** The five parts of a generative model's recipe, and what x and y are. */
export function RecipeCard({ recipe }: { recipe: Recipe }) {
  return (
    <section className={styles.card} aria-label="Recipe" data-testid="inspector.recipe">
      <h3>Recipe</h3>
      <dl>
        <dt>x</dt>
        <dd>
          <Prose text={recipe.x} />
        </dd>
        <dt>y</dt>
        <dd>
          <Prose text={recipe.y} />
        </dd>
        {PARTS.map(([key, title]) => (
          <div key={key} className={styles.part}>
            <dt>{title}</dt>
            <dd>
              <Prose text={recipe[key]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
