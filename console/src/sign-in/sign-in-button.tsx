import { Button } from '../design/button.tsx';
import { t } from '../language/language.ts';
import { signIn } from './session.ts';

/** Begins to sign in at the issuer. */
export function SignInButton() {
  return (
    <Button
      look="primary"
      onClick={() => {
        void signIn();
      }}
    >
      {t().signIn.button}
    </Button>
  );
}
