/**
 * A snapshot of an unchanged room uses the state that was frozen before. Those states contain the verdict of earlier
 * rules, so the next snapshot freezes the room again. The states themselves and their records stay.
 */
export const judgedAnew: readonly string[] = ['update room_states set valid_until = captured_at'];
