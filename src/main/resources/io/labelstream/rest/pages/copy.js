/**
 * Copies what an element says, or selects it where there is no clipboard.
 *
 * @param button shows that it is done
 * @param say tells those who do not see it
 */
export async function copy(element, button, say) {
  try {
    await navigator.clipboard.writeText(element.textContent);
  } catch {
    // Browsers give no clipboard to pages over http from another machine.
    getSelection().selectAllChildren(element);
    element.focus();
    say("Selected: copy it with the keyboard.");
    return;
  }
  say("Copied.");
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 2000);
}
