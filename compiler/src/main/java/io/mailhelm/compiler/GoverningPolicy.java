package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.User;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.NameRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides which policy governs a user: the one it names, else the one that selects it, else the
 * domain's default. If that policy is refused and never ran, the user is refused, too: a user must
 * not be less restricted than declared. If two policies select one user, the user is refused,
 * because only that user's rules are unclear.
 */
final class GoverningPolicy {
  private final Map<String, List<io.mailhelm.crds.SendPolicy>> declared = new HashMap<>();
  private final Map<String, SendPolicy> running;
  private final LastGood lastGood;
  private final Problems problems;
  private final References references;

  GoverningPolicy(
      CompilerInput input, Map<String, SendPolicy> running, LastGood lastGood, Problems problems) {
    this.running = running;
    this.lastGood = lastGood;
    this.problems = problems;
    this.references = new References(input, problems);
    input.resources().sendPolicies().stream()
        .filter(policy -> !Seniority.isGoing(policy))
        .sorted(Seniority.on(input.platform(), lastGood::runsPolicy))
        .forEach(
            policy ->
                declared
                    .computeIfAbsent(
                        key(ResourceReader.ref(policy).namespace(), policy.getSpec().domainRef()),
                        key -> new ArrayList<>())
                    .add(policy));
  }

  /** The policy's name; empty when none is declared, or a problem now says why none is found. */
  Optional<String> policy(MailUser user) {
    var named = user.getSpec().sendPolicyRef();
    if (named != null) {
      return running(user, "spec.sendPolicyRef.name", named.name());
    }
    var candidates =
        declared.getOrDefault(
            key(ResourceReader.ref(user).namespace(), user.getSpec().domainRef()), List.of());
    var selecting = candidates.stream().filter(policy -> selects(policy, user)).toList();
    if (selecting.size() > 1) {
      problems.error(
          user,
          Reason.AmbiguousPolicy,
          "metadata.labels",
          "SendPolicies %s and %s both select it: say which with sendPolicyRef"
              .formatted(
                  selecting.get(0).getMetadata().getName(),
                  selecting.get(1).getMetadata().getName()));
      return Optional.empty();
    }
    var own =
        selecting.stream()
            .findFirst()
            .map(policy -> policy.getMetadata().getName())
            .or(() -> unreadable(user));
    if (own.isEmpty() && neverRead(user).isPresent()) {
      problems.error(
          user,
          Reason.ReferenceRefused,
          "",
          "it may be the one that governs it: " + references.refusal(neverRead(user).get()));
      return Optional.empty();
    }
    return own.or(
            () ->
                candidates.stream()
                    .filter(policy -> policy.getSpec().isDefault())
                    .findFirst()
                    .map(policy -> policy.getMetadata().getName()))
        .flatMap(name -> running(user, "", name));
  }

  /**
   * A refused policy of which it cannot be said whom it governs, and so not whether it governs a
   * new user.
   */
  private Optional<ResourceRef> neverRead(MailUser user) {
    var ref = ResourceReader.ref(user);
    if (lastGood.user(ref).isPresent()) {
      return Optional.empty();
    }
    return problems
        .refusedOf("SendPolicy")
        .filter(policy -> policy.namespace().equals(ref.namespace()))
        .filter(policy -> !running.containsKey(policy.name()))
        .filter(
            policy ->
                declared.values().stream()
                    .flatMap(List::stream)
                    .noneMatch(any -> ResourceReader.ref(any).equals(policy)))
        .sorted()
        .findFirst();
  }

  /** The policy that governed the user before and cannot be read now: it still governs. */
  private Optional<String> unreadable(MailUser user) {
    return lastGood
        .user(ResourceReader.ref(user))
        .flatMap(User::sendPolicy)
        .filter(running::containsKey)
        .filter(
            name ->
                declared.values().stream()
                    .flatMap(List::stream)
                    .noneMatch(policy -> policy.getMetadata().getName().equals(name)));
  }

  private Optional<String> running(MailUser user, String path, String name) {
    var policy = running.get(name);
    if (policy != null && policy.domain().equals(user.getSpec().domainRef().name())) {
      return Optional.of(name);
    }
    if (policy == null) {
      references.missing(user, path, "SendPolicy", name, Reason.SendPolicyNotFound);
    } else {
      problems.error(
          user,
          Reason.SendPolicyNotFound,
          path,
          "SendPolicy %s is of MailDomain %s, not of this user's".formatted(name, policy.domain()));
    }
    return Optional.empty();
  }

  private static boolean selects(io.mailhelm.crds.SendPolicy policy, MailUser user) {
    var selector = policy.getSpec().selector();
    var labels = Objects.requireNonNullElse(user.getMetadata().getLabels(), Map.of());
    return selector != null && labels.entrySet().containsAll(selector.matchLabels().entrySet());
  }

  private static String key(String namespace, NameRef domain) {
    return namespace + "/" + domain.name();
  }
}
