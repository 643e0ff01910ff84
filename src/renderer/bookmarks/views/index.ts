/** How each lens is kept in bookmarks. */
import './latent';
import './others';
import './trajectory';
