import type { Question } from '../../../components/confirm-dialog.tsx';
import { generatePassword } from './generated-password.ts';
import type { NewPassword } from './password-dialog.tsx';
import { changeUser, type User } from './user-list.ts';

/** Whether an account is to be kept out, or let in again. */
export const activation = ({ id, email, active }: User): Question<User> =>
  active
    ? {
        title: `Deactivate ${email}?`,
        text: 'They are out at once, wherever they are signed in. What they did stays theirs. You can activate the account again.',
        submit: 'Deactivate',
        isDangerous: true,
        act: () => changeUser(id, { active: false }),
        describe: () => `${email} is deactivated: their sessions have ended, and they cannot sign in.`,
      }
    : {
        title: `Activate ${email}?`,
        text: 'They can sign in again with the password that they had.',
        submit: 'Activate',
        act: () => changeUser(id, { active: true }),
        describe: () => `${email} is active again.`,
      };

/** Whether an account is to get a new password, which `show` is given. */
export const passwordReset = (
  { id, email }: User,
  show: (made: NewPassword) => void,
): Question<NewPassword> => ({
  title: `New password for ${email}?`,
  text: 'Their present password stops working and all of their sessions end at once.',
  submit: 'Make a new password',
  isDangerous: true,
  async act() {
    const made = { email, password: generatePassword() };
    await changeUser(id, { password: made.password });
    return made;
  },
  describe(made) {
    show(made);
    return `${email} has a new password.`;
  },
});
