import type { Question } from '../../../components/confirm-dialog.tsx';
import { generatePassword } from './generated-password.ts';
import type { NewPassword } from './password-dialog.tsx';
import { changeUser, type User } from './user-list.ts';

/** The confirmation that deactivates or activates an account. */
export const activation = ({ id, email, active }: User): Question<User> =>
  active
    ? {
        title: `Deactivate ${email}?`,
        text: 'This ends all sessions of the account at once. Its history remains. You can activate the account again.',
        submit: 'Deactivate',
        isDangerous: true,
        act: () => changeUser(id, { active: false }),
        describe: () => `${email} is deactivated. All its sessions have ended.`,
      }
    : {
        title: `Activate ${email}?`,
        text: 'The user can sign in again with the same password as before.',
        submit: 'Activate',
        act: () => changeUser(id, { active: true }),
        describe: () => `${email} is active again.`,
      };

/** The confirmation that replaces the password of an account. @param show receives the new password */
export const passwordReset = (
  { id, email }: User,
  show: (made: NewPassword) => void,
): Question<NewPassword> => ({
  title: `New password for ${email}?`,
  text: 'The current password stops working, and all sessions of the account end at once.',
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
