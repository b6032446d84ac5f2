package io.mailhelm.compiler;

import io.mailhelm.config.RecipientWindows;
import io.mailhelm.config.SendLimits;
import io.mailhelm.crds.SendPolicy;
import java.util.Optional;

/** Compiles {@code spec.limits} of a SendPolicy. */
final class SendLimitsPass {
  private SendLimitsPass() {}

  static SendLimits limits(SendPolicy policy, Problems problems) {
    var spec = policy.getSpec().limits();
    if (spec == null) {
      return SendLimits.NONE;
    }
    var fields = new SpecFields(policy, problems);
    var inAll = windows(spec.perMinute(), spec.perHour(), spec.perDay());
    notInOrder(fields, "spec.limits", inAll);
    var perUser =
        spec.perUser() == null
            ? RecipientWindows.NONE
            : windows(null, spec.perUser().perHour(), spec.perUser().perDay());
    notInOrder(fields, "spec.limits.perUser", perUser);
    return new SendLimits(
        inAll,
        perUser,
        Optional.ofNullable(spec.recipientsPerMessage()),
        Optional.ofNullable(spec.messageSize())
            .map(size -> fields.octets("spec.limits.messageSize", size, 1)),
        SendLimits.OnExceed.valueOf(spec.onExceed().name()));
  }

  private static RecipientWindows windows(Integer perMinute, Integer perHour, Integer perDay) {
    return new RecipientWindows(
        Optional.ofNullable(perMinute), Optional.ofNullable(perHour), Optional.ofNullable(perDay));
  }

  /** A limit of a longer window that is below one of a shorter is most likely a slip. */
  private static void notInOrder(SpecFields fields, String path, RecipientWindows windows) {
    less(fields, path, "perHour", windows.perHour(), "perMinute", windows.perMinute());
    less(fields, path, "perDay", windows.perDay(), "perHour", windows.perHour());
    less(fields, path, "perDay", windows.perDay(), "perMinute", windows.perMinute());
  }

  private static void less(
      SpecFields fields,
      String path,
      String longer,
      Optional<Integer> ofLonger,
      String shorter,
      Optional<Integer> ofShorter) {
    if (ofLonger.isPresent() && ofShorter.isPresent() && ofLonger.get() < ofShorter.get()) {
      fields.invalid(
          "%s.%s".formatted(path, longer),
          "%d is less than %s (%d), which could never be reached: raise it, or remove %s"
              .formatted(ofLonger.get(), shorter, ofShorter.get(), shorter));
    }
  }
}
