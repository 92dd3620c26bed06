import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import styles from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** Buttons at the end, the one that goes on last. */
  readonly actions: ComponentChildren;
}

/**
 * A modal dialog; the platform's element traps the focus and gives it back. Escape asks `onClose`, which may leave the
 * dialog open.
 */
export function Dialog({ title, onClose, children, actions }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      // The element is out of the page by now, and `close` gives the focus back only within the page.
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        // Browsers close a dialog on the second Escape, whatever the first one was answered.
        if (dialog.current?.open === false) dialog.current.showModal();
      }}
    >
      <div class={styles.content}>
        <h2 id={id}>{title}</h2>
        {children}
        <div class={styles.actions}>{actions}</div>
      </div>
    </dialog>
  );
}
