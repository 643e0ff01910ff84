/** Every lens says here what can be taken out of it. */
import './adversarial';
import './codes';
import './curves';
import './density';
import './latent';
import './samples';
import './text';
import './trajectory';
