// After a refused form the list of what to fix takes the focus, so that it is read first.

document.querySelector("[data-focus]")?.focus();
