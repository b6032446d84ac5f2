package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.SecretMark;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.compiler.read.SecretText;
import io.mailhelm.config.Reason;
import io.mailhelm.config.RelayCredential;
import io.mailhelm.config.Route;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.crds.SecretUse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the logins of policies at relays from Secrets. No problem here ever quotes a value. */
final class RelayLogins {
  /**
   * The most octets of a login. RFC 4616 §2 sets no tighter limit; more than this is a mistake, and
   * would fill a key shard.
   */
  private static final int MAX_OCTETS = 1024;

  private final CompilerInput input;
  private final LastGood lastGood;
  private final Problems problems;
  private final Map<String, RelayCredential> found = new TreeMap<>();

  RelayLogins(CompilerInput input, LastGood lastGood, Problems problems) {
    this.input = input;
    this.lastGood = lastGood;
    this.problems = problems;
  }

  /**
   * The name of a Secret's login in the config; empty when there is none: then a problem says why,
   * and the policy is refused.
   *
   * @param host the relay it would be sent to
   */
  String login(io.mailhelm.crds.SendPolicy policy, String path, String secretName, String host) {
    var secret = new SecretName(ResourceReader.ref(policy).namespace(), secretName);
    var name = "relay/" + secretName;
    var there = input.secret(secret, SecretUse.Relay);
    if (there.isEmpty()) {
      problems.error(
          policy,
          Reason.SecretNotFound,
          path,
          input.missing(secret, SecretUse.Relay, "username and password"));
      return name;
    }
    var mark = input.resources().marks().get(secret);
    if (mark != null && !mark.allows(host)) {
      problems.error(
          policy,
          Reason.SecretNotFound,
          path,
          "Secret %s is not for %s: name a relay of its annotation %s, or have its owner add this one"
              .formatted(secret, host, SecretMark.HOSTS));
      return name;
    }
    var content = there.get();
    var username = value(policy, path, secret, content, "username");
    var password = value(policy, path, secret, content, "password");
    if (username.isPresent() && password.isPresent()) {
      found.put(name, new RelayCredential(name, username.get(), password.get()));
    }
    return name;
  }

  /**
   * The logins of {@code policies}: from their Secrets, or where that is not possible the ones
   * before.
   */
  List<RelayCredential> of(Collection<SendPolicy> policies) {
    return policies.stream()
        .flatMap(policy -> policy.routes().stream())
        .flatMap(route -> route.relay().stream())
        .map(Route.Relay::credentials)
        .flatMap(Optional::stream)
        .distinct()
        .flatMap(
            name ->
                Optional.ofNullable(found.get(name)).or(() -> lastGood.credential(name)).stream())
        .toList();
  }

  private Optional<String> value(
      io.mailhelm.crds.SendPolicy policy,
      String path,
      SecretName secret,
      Map<String, byte[]> content,
      String key) {
    var octets = content.getOrDefault(key, new byte[0]);
    if (octets.length == 0) {
      invalid(policy, path, "Secret %s has no %s, or it is empty".formatted(secret, key));
      return Optional.empty();
    }
    var text = SecretText.of(octets);
    if (text.isPresent() && octets.length <= MAX_OCTETS) {
      if (text.get().hadLineEnd()) {
        problems.note(
            policy,
            Reason.SecretKeyInvalid,
            path,
            "%s of Secret %s %s".formatted(key, secret, SecretText.LINE_END));
      }
      return Optional.of(text.get().value());
    }
    invalid(
        policy,
        path,
        "%s of Secret %s cannot be used: write it in UTF-8 without control characters, at most %d octets"
            .formatted(key, secret, MAX_OCTETS));
    return Optional.empty();
  }

  private void invalid(io.mailhelm.crds.SendPolicy policy, String path, String message) {
    problems.error(policy, Reason.SecretKeyInvalid, path, message);
  }
}
