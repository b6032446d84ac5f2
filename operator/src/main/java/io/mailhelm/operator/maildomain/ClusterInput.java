package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.compiler.CompilerInput;
import io.mailhelm.compiler.Platform;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.IncrementalReader;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.Resources;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.keys.Verifiers;
import io.mailhelm.operator.cluster.ForeignSecrets;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.cluster.KeptPasswords;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.desired.SecretData;
import io.mailhelm.operator.desired.UserSecret;
import io.mailhelm.operator.rollout.ServiceEndpoints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads everything that one compilation depends on from what the informers saw. */
final class ClusterInput {
  private final Informers informers;
  private final ForeignSecrets foreign;

  ClusterInput(Informers informers, ForeignSecrets foreign) {
    this.informers = informers;
    this.foreign = foreign;
  }

  /**
   * What was read for a compilation.
   *
   * @param input to compile
   * @param passwordSecrets the Secret of each MailUser that has one
   */
  record Gathered(CompilerInput input, Map<ResourceRef, Secret> passwordSecrets) {}

  /**
   * A value that stands for all that {@link #gather} would read: equal fingerprints mean equal
   * input. It costs far less than a compilation.
   */
  List<Object> fingerprint(ServerScope scope) {
    var parts = new ArrayList<Object>();
    scope.all().map(IncrementalReader::declaration).forEach(parts::add);
    scope.users().forEach(user -> parts.add(version(user, ObjectNames.passwordSecret(user))));
    scope.users().forEach(user -> inTheWay(user).ifPresent(parts::add));
    scope.domains().forEach(domain -> parts.add(version(domain, ObjectNames.tlsSecret(domain))));
    scope
        .domains()
        .forEach(
            domain ->
                Requirements.trust(domain)
                    .ifPresent(secret -> parts.add(version(domain, secret.name()))));
    scope
        .domains()
        .forEach(domain -> parts.add(version(domain, Requirements.dkim(domain).secret().name())));
    scope
        .policies()
        .forEach(
            policy ->
                Requirements.logins(policy)
                    .forEach(secret -> parts.add(version(policy, secret.name()))));
    parts.add(addresses(scope));
    return parts;
  }

  /**
   * The addresses that a load balancer gave the server. A load balancer that gave only a name
   * counts as none.
   */
  private List<String> addresses(ServerScope scope) {
    return scope.domains().stream()
        .filter(domain -> domain.getSpec().server() != null)
        .flatMap(host -> informers.smtpService(host).stream())
        .flatMap(service -> ServiceEndpoints.literals(service).stream())
        .toList();
  }

  /**
   * Reads the input of a compilation.
   *
   * @param problems found already
   * @param saltKey for password verifiers; empty: none can be made
   */
  Gathered gather(
      ServerScope scope, List<Problem> problems, Optional<byte[]> saltKey, ServerMemory memory) {
    var adopted =
        memory.adoption().adopt(scope.domains(), scope.users(), scope.policies(), Map.of());
    var requirements = Requirements.of(adopted);
    var found = new HashMap<SecretName, Secret>();
    requirements.tls().forEach(tls -> find(tls.secret(), found));
    requirements.dkim().forEach(dkim -> find(dkim.secret(), found));
    requirements.logins().forEach(login -> find(login, found));
    requirements.trusted().forEach(trusted -> find(trusted, found));
    requirements.passwords().forEach(password -> find(password.secret(), found));
    leaveOutPredecessors(scope.users(), scope.domains(), found);
    var conflicts = conflicts(scope.users(), found);
    var secrets = new HashMap<SecretName, Map<String, byte[]>>();
    found.forEach((name, secret) -> secrets.put(name, SecretData.of(secret)));
    var marks = SecretUses.of(requirements, found);
    var all = new ArrayList<>(problems);
    all.addAll(adopted.problems());
    all.addAll(conflicts.values());
    all.addAll(leftOut(scope));
    var resources =
        new Resources(
            adopted.domains(), adopted.users(), adopted.sendPolicies(), secrets, marks, all, false);
    var generated = generated(found);
    var verifiers =
        saltKey
            .map(
                key ->
                    new Verifiers(key)
                        .of(
                            Verifiers.passwords(requirements, secrets, generated::contains),
                            memory.lastGood()))
            .orElse(Map.of());
    var passwordSecrets = new HashMap<ResourceRef, Secret>();
    for (var password : requirements.passwords()) {
      if (found.containsKey(password.secret())) {
        passwordSecrets.put(password.user(), found.get(password.secret()));
      }
    }
    return new Gathered(
        new CompilerInput(
            resources,
            verifiers,
            Map.of(),
            memory.lastGood(),
            memory.removedMailboxes(),
            Platform.CLUSTER,
            false,
            addresses(scope),
            saltKey.map(key -> new Verifiers(key).decoyKey()),
            memory.stores().expected(scope.domains().getFirst())),
        passwordSecrets);
  }

  /** A problem for each Secret that is there but too large to be read. It is treated as empty. */
  private List<Problem> leftOut(ServerScope scope) {
    var named = new ArrayList<Optional<Problem>>();
    scope
        .users()
        .forEach(
            user ->
                named.add(
                    leftOut(user, "spec.passwordSecretRef", ObjectNames.passwordSecret(user))));
    for (var domain : scope.domains()) {
      named.add(leftOut(domain, "spec.tls.secretRef", ObjectNames.tlsSecret(domain)));
      named.add(leftOut(domain, "spec.dkim.secretRef", Requirements.dkim(domain).secret().name()));
      Requirements.trust(domain)
          .map(trust -> leftOut(domain, "spec.server.trustedCertificates.secretRef", trust.name()))
          .ifPresent(named::add);
    }
    for (var policy : scope.policies()) {
      Requirements.logins(policy)
          .forEach(login -> named.add(leftOut(policy, "spec.routes", login.name())));
    }
    return named.stream().flatMap(Optional::stream).toList();
  }

  private Optional<Problem> leftOut(HasMetadata resource, String path, String secret) {
    return informers
        .refused(resource.getMetadata().getNamespace(), secret)
        .map(
            why ->
                new Problem(
                    Problem.Severity.Error,
                    Reason.SecretKeyInvalid,
                    ResourceReader.ref(resource),
                    path,
                    "Secret %s is not read: %s".formatted(secret, why)));
  }

  private void find(SecretName name, Map<SecretName, Secret> found) {
    informers.secret(name.namespace(), name.name()).ifPresent(secret -> found.put(name, secret));
  }

  /**
   * Removes Secrets that a deleted user of the same name has left, unless the new user takes them
   * up: the old password must not open the new mailbox.
   */
  private static void leaveOutPredecessors(
      List<MailUser> users, List<MailDomain> domains, Map<SecretName, Secret> found) {
    for (var user : users) {
      var name = new SecretName(user.getMetadata().getNamespace(), ObjectNames.userSecret(user));
      var secret = found.get(name);
      if (user.getSpec().passwordSecretRef() == null
          && secret != null
          && UserSecret.isOurs(secret, user)
          && !UserSecret.isOf(secret, user)
          && domains.stream()
              .filter(domain -> ObjectNames.of(domain).equals(user.getSpec().domainRef().name()))
              .noneMatch(domain -> KeptPasswords.isTakenUp(secret, user, domain))) {
        found.remove(name);
      }
    }
  }

  /** A problem for each user whose generated Secret would take the place of somebody else's. */
  private Map<ResourceRef, Problem> conflicts(List<MailUser> users, Map<SecretName, Secret> found) {
    var conflicts = new HashMap<ResourceRef, Problem>();
    for (var user : users) {
      var ref = ResourceReader.ref(user);
      var secret = found.get(new SecretName(ref.namespace(), ObjectNames.userSecret(user)));
      if (user.getSpec().passwordSecretRef() == null
          && (secret != null && !UserSecret.isOurs(secret, user) || inTheWay(user).isPresent())) {
        conflicts.put(
            ref,
            new Problem(
                Problem.Severity.Error,
                Reason.SecretConflict,
                ref,
                "spec.passwordSecretRef",
                "Secret %s is there and was not made for this user: delete it, or mark it (label mailhelm.io/use: password) and name it here to use its password"
                    .formatted(ObjectNames.userSecret(user))));
      }
    }
    return conflicts;
  }

  /** A Secret that has the name of a user's own, and that no informer sees. */
  private Optional<SecretName> inTheWay(MailUser user) {
    var name = new SecretName(user.getMetadata().getNamespace(), ObjectNames.userSecret(user));
    return user.getSpec().passwordSecretRef() == null
        ? foreign.at(name).map(any -> name)
        : Optional.empty();
  }

  private static Set<SecretName> generated(Map<SecretName, Secret> found) {
    var generated = new HashSet<SecretName>();
    found.forEach(
        (name, secret) -> {
          if (UserSecret.isGenerated(secret)) {
            generated.add(name);
          }
        });
    return generated;
  }

  private Object version(HasMetadata near, String secret) {
    return informers.version(near.getMetadata().getNamespace(), secret).orElse("");
  }
}
