const TRIES_MAX = 4;
const PAUSE_MS = 400;

/**
 * Loads a part of the program, and again when that fails. A browser drops what it is loading when an interface of
 * its machine comes or goes, and on a container host that is whenever a container starts.
 */
export async function loadAgain<T>(load: () => Promise<T>, tries = TRIES_MAX): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (tries <= 1) {
      throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return await loadAgain(load, tries - 1);
  }
}
