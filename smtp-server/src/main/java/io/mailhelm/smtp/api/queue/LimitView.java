package io.mailhelm.smtp.api.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.config.User;
import io.mailhelm.smtp.limit.LimitUse;
import io.mailhelm.smtp.limit.RecipientLimits;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.Directory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How much of a limit is used. */
@Schema(name = "LimitUse")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record LimitView(
    @Schema(description = "The SendPolicy.") String policy,
    @Schema(description = "The user whose share it is; absent: it is for all users together.")
        Optional<String> user,
    @Schema(enumeration = {"minute", "hour", "day"}) String window,
    @Schema(description = "Recipients in any such window.") long limit,
    @Schema(description = "Recipients in the window that ends now.") long used,
    @Schema(description = "When there is room again; absent: there is now, or never will be.")
        Optional<Instant> roomAt) {
  private static final int MOST_USERS = 100;

  /** Those of the policies, by name, and of users who are near theirs. */
  static List<LimitView> all(ConfigSnapshot current, RecipientLimits limits) {
    var directory = current.directory();
    var ofPolicies =
        current.config().sendPolicies().stream()
            .flatMap(policy -> limits.uses(policy, Optional.empty()).stream());
    var ofUsers =
        limits.users().stream()
            .flatMap(id -> directory.byMailbox(id).stream())
            .flatMap(user -> uses(limits, directory, user))
            .filter(LimitView::isNear)
            .limit(MOST_USERS);
    return Stream.concat(ofPolicies, ofUsers).map(use -> of(use, directory)).toList();
  }

  private static Stream<LimitUse> uses(RecipientLimits limits, Directory directory, User user) {
    return limits.uses(directory.policy(user), Optional.of(user.mailboxId())).stream();
  }

  private static boolean isNear(LimitUse use) {
    return use.used() * 5 >= use.most() * 4;
  }

  private static LimitView of(LimitUse use, Directory directory) {
    return new LimitView(
        use.policy(),
        use.mailboxId().flatMap(directory::byMailbox).map(user -> user.address().toString()),
        use.window().name().toLowerCase(Locale.ROOT),
        use.most(),
        use.used(),
        use.roomAt());
  }
}
