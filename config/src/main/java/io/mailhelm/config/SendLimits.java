package io.mailhelm.config;

import java.util.Objects;
import java.util.Optional;

/**
 * How much may be sent under a policy ({@code SendPolicy.spec.limits}). Recipients elsewhere are
 * counted, not messages; those for whom mail is captured instead of sent count too.
 *
 * @param inAll for all users that the policy governs together
 * @param perUser for each of them
 * @param recipientsPerMessage the most recipients of one message; empty: the server's limit only
 * @param messageSize the most octets of one message; empty: the server's limit only
 * @param onExceed what happens beyond {@code inAll} and {@code perUser}
 */
public record SendLimits(
    RecipientWindows inAll,
    RecipientWindows perUser,
    Optional<Integer> recipientsPerMessage,
    Optional<Long> messageSize,
    OnExceed onExceed) {
  /** What happens to mail beyond the limits. */
  public enum OnExceed {
    /** It is answered with 452, and whoever sends it tries again. */
    Reject,
    /** It is accepted, and waits in the queue until there is room, for 7 days at most. */
    Defer
  }

  /** The limits of a policy that declares none. */
  public static final SendLimits NONE =
      new SendLimits(
          RecipientWindows.NONE,
          RecipientWindows.NONE,
          Optional.empty(),
          Optional.empty(),
          OnExceed.Reject);

  /** The limits of users that no policy governs. */
  public static final SendLimits DEFAULT =
      new SendLimits(
          RecipientWindows.NONE,
          new RecipientWindows(Optional.empty(), Optional.of(1_000), Optional.of(10_000)),
          Optional.empty(),
          Optional.empty(),
          OnExceed.Defer);

  public SendLimits {
    Objects.requireNonNull(inAll);
    Objects.requireNonNull(perUser);
    Objects.requireNonNull(onExceed);
    if (recipientsPerMessage.filter(count -> count < 1).isPresent()) {
      throw new IllegalArgumentException("recipientsPerMessage must be more than 0");
    }
    if (messageSize.filter(octets -> octets < 1).isPresent()) {
      throw new IllegalArgumentException("messageSize must be more than 0");
    }
  }
}
