/** Asks the console. What changes something shows the session's proof. */

let proof;

export const prove = (other) => {
  proof = other;
};

export const ask = (path, {method = 'GET', body} = {}) =>
  fetch(path, {
    method,
    headers: {...(body && {'Content-Type': 'application/json'}), ...(proof && {'X-Lethe-Proof': proof})},
    body: body && JSON.stringify(body),
  });
