// Passkeys (WebAuthn): the button asks the browser, and the form it stands in carries the answer. What the answer is worth is decided by the server alone.
(() => {
  const words = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'known' };

  const ask = async button => {
    const options = JSON.parse(button.dataset.options);
    const credential = button.dataset.passkey === 'create'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return JSON.stringify(credential.toJSON());
  };

  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-passkey]');
    if (!button) return;
    const { form } = button;
    const word = form.querySelector('[data-passkey-word]');
    // The name of a passkey is asked for first; name and password are not needed for one.
    if (button.dataset.passkey === 'create' && !form.reportValidity()) return;
    word.textContent = '';
    button.disabled = true;
    try {
      form.querySelector('[data-passkey-answer]').value = await ask(button);
      form.submit();
    } catch (error) {
      // Without the browser's passkeys (old, or no secure address) the calls themselves are missing.
      word.textContent = button.dataset[words[error.name] ?? 'impossible'];
    } finally {
      button.disabled = false;
    }
  });
})();
