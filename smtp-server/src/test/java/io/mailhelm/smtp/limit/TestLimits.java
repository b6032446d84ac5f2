package io.mailhelm.smtp.limit;

import io.mailhelm.config.ContentRules;
import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.RecipientRules;
import io.mailhelm.config.RecipientWindows;
import io.mailhelm.config.ReputationRules;
import io.mailhelm.config.SendLimits;
import io.mailhelm.config.SendLimits.OnExceed;
import io.mailhelm.config.SendPolicy;
import java.util.List;
import java.util.Optional;

/** Policies with limits, for tests. */
public final class TestLimits {
  private TestLimits() {}

  /** A policy of that name for users of sends.example. */
  public static SendPolicy policy(String name, SendLimits limits) {
    return new SendPolicy(
        name,
        "sends-example",
        List.of(),
        SendPolicy.From.OwnAddresses,
        List.of(),
        List.of(),
        false,
        List.of(),
        DeliveryRules.DEFAULT,
        limits,
        RecipientRules.EVERYBODY,
        Optional.empty(),
        ReputationRules.NONE,
        ContentRules.OFF,
        Optional.empty());
  }

  /** The same with limits over time only. */
  public static SendPolicy policy(
      String name, RecipientWindows inAll, RecipientWindows perUser, OnExceed onExceed) {
    return policy(
        name, new SendLimits(inAll, perUser, Optional.empty(), Optional.empty(), onExceed));
  }

  /** So many recipients in any hour. */
  public static RecipientWindows perHour(int most) {
    return new RecipientWindows(Optional.empty(), Optional.of(most), Optional.empty());
  }
}
