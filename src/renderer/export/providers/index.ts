/** Every lens says here what can be taken out of it. */
import './adversarial';
import './curves';
import './latent';
import './samples';
import './trajectory';
