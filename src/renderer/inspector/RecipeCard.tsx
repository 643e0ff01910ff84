import { familyOf } from '../../core/catalogue/families';
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

interface RecipeCardProps {
  recipe: Recipe;
  /** Rows of the list of models. */
  models: readonly string[];
}

/** The five parts of a generative model's recipe, what x and y are, and what kind of model it is. */
export function RecipeCard({ recipe, models }: RecipeCardProps) {
  const family = familyOf(models);
  const told = family?.likelihood === undefined ? undefined : family;
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
        {told && (
          <div className={styles.part} data-testid="inspector.family">
            <dt>Family</dt>
            <dd>
              {told.title}. {told.knows}.
            </dd>
          </div>
        )}
        {told && (
          <div className={styles.part} data-testid="inspector.likelihood">
            <dt>Likelihood</dt>
            <dd>log p(x): {told.likelihood}.</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
