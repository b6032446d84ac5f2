package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.SecretMark;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.SecretUse;
import io.mailhelm.dns.rotation.Rotation;
import io.mailhelm.keys.Certificates;
import io.mailhelm.keys.DkimKeys;
import io.mailhelm.keys.PemPair;
import io.mailhelm.keys.Randomness;
import io.mailhelm.keys.Verifiers;
import io.mailhelm.operator.cluster.Applier;
import io.mailhelm.operator.cluster.RefusedWrite;
import io.mailhelm.operator.desired.ApiAuthoritySecret;
import io.mailhelm.operator.desired.ApiTlsSecret;
import io.mailhelm.operator.desired.DkimSecret;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.desired.Owners;
import io.mailhelm.operator.desired.SaltSecret;
import io.mailhelm.operator.desired.SecretData;
import io.mailhelm.operator.desired.TlsSecret;
import io.mailhelm.operator.desired.TokenSecret;
import io.mailhelm.watch.GeneratedKeys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Generates a MailDomain's Secrets: those that are missing, those that soon expire, and no others.
 * A Secret of such a name that belongs to somebody else is never written; it becomes a problem of
 * the MailDomain.
 */
final class GeneratedSecrets {
  private final MailDomain domain;
  private final Applier applier;
  private final Clock clock;
  private final List<Problem> problems = new ArrayList<>();

  GeneratedSecrets(MailDomain domain, Applier applier, Clock clock) {
    this.domain = domain;
    this.applier = applier;
    this.clock = clock;
  }

  /** The problems found so far. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The key that salts passwords; empty where somebody else's Secret has its name. */
  Optional<byte[]> saltKey() {
    return made(
            ObjectNames.salt(ObjectNames.of(domain)),
            SaltSecret::of,
            there -> Map.of(SaltSecret.KEY, Randomness.octets(Verifiers.SALT_KEY_OCTETS)),
            SaltSecret.KEY)
        .map(data -> data.get(SaltSecret.KEY));
  }

  /** The token of the management API. */
  Optional<String> token() {
    return made(
            ObjectNames.token(ObjectNames.of(domain)),
            TokenSecret::of,
            there -> Map.of(TokenSecret.KEY, Randomness.token()),
            TokenSecret.KEY)
        .map(data -> new String(data.get(TokenSecret.KEY), StandardCharsets.US_ASCII).strip());
  }

  /**
   * The first signing keys of a domain that brings none. Their rotation is decided elsewhere: see
   * {@link io.mailhelm.watch}.
   */
  void dkim() {
    var wanted = Requirements.dkim(domain);
    if (!wanted.generated()) {
      return;
    }
    var none = new DkimLedger(List.of());
    made(
        wanted.secret().name(),
        DkimSecret::of,
        there ->
            DkimKeys.keep(
                there,
                Rotation.next(none, GeneratedKeys.rules(wanted), Map.of(), clock.instant())
                    .ledger()));
  }

  /**
   * The authority of the pods' HTTPS, and a certificate that it signed for them. When the authority
   * is new the certificate is, too: otherwise nobody would trust it.
   *
   * @return PEM of the authority
   */
  Optional<String> api() {
    var d = ObjectNames.of(domain);
    var now = clock.instant();
    var authority =
        made(
                ObjectNames.apiAuthority(d),
                ApiAuthoritySecret::of,
                there -> Certificates.authority("Mailhelm " + d, now).secret(),
                ApiAuthoritySecret.CERTIFICATE,
                ApiAuthoritySecret.PRIVATE_KEY)
            .flatMap(PemPair::of);
    authority.ifPresent(
        signer ->
            renewed(
                ObjectNames.apiTls(d),
                apiNames(),
                ApiTlsSecret::of,
                names -> {
                  var data = new TreeMap<>(Certificates.issue(signer, names, now).secret());
                  data.put(ApiTlsSecret.AUTHORITY, octets(signer));
                  return data;
                },
                there -> Arrays.equals(there.get(ApiTlsSecret.AUTHORITY), octets(signer))));
    return authority.map(PemPair::certificate);
  }

  /**
   * A self-signed certificate of SMTP, for a domain that names neither a certificate nor an issuer.
   */
  void selfSigned(List<DomainName> hostnames) {
    var names = new LinkedHashSet<String>();
    hostnames.forEach(hostname -> names.add(hostname.ascii()));
    renewed(
        ObjectNames.tls(ObjectNames.of(domain)),
        names,
        TlsSecret::of,
        wanted -> Certificates.selfSigned(wanted, clock.instant()).secret(),
        there -> true);
  }

  private static byte[] octets(PemPair signer) {
    return signer.certificate().getBytes(StandardCharsets.US_ASCII);
  }

  private TreeSet<String> apiNames() {
    var d = ObjectNames.of(domain);
    var namespace = domain.getMetadata().getNamespace();
    var names = new TreeSet<String>();
    for (var service : List.of(ObjectNames.api(d), "*." + ObjectNames.headless(d))) {
      names.add("%s.%s.svc".formatted(service, namespace));
      names.add("%s.%s.svc.cluster.local".formatted(service, namespace));
    }
    names.add("%s.%s".formatted(ObjectNames.api(d), namespace));
    names.add(ObjectNames.api(d));
    return names;
  }

  /**
   * Makes a Secret once. An existing one stays as it is, whoever changed its content, unless a
   * needed key is missing.
   *
   * @param content makes the data from what is there: nothing, or data without a needed key
   */
  private Optional<Map<String, byte[]>> made(
      String name,
      BiFunction<MailDomain, Map<String, byte[]>, Secret> of,
      UnaryOperator<Map<String, byte[]>> content,
      String... needed) {
    return applier
        .secret(domain.getMetadata().getNamespace(), name)
        .or(() -> written(() -> applier.create(of.apply(domain, content.apply(Map.of())))))
        .flatMap(this::checked)
        .flatMap(there -> whole(there, of, content, needed));
  }

  /**
   * The result of a write; empty where the API server refuses it, which becomes a problem of this
   * domain.
   */
  private <T> Optional<T> written(Supplier<T> write) {
    try {
      return Optional.of(write.get());
    } catch (KubernetesClientException e) {
      if (!RefusedWrite.is(e)) {
        throw e;
      }
      problems.add(IsolatedPass.refused(domain, RefusedWrite.words(e)));
      return Optional.empty();
    }
  }

  private Optional<Secret> replaced(Secret there, Secret desired) {
    return written(
        () -> {
          applier.replaceSecret(there, desired);
          return desired;
        });
  }

  private Optional<Map<String, byte[]>> whole(
      Secret secret,
      BiFunction<MailDomain, Map<String, byte[]>, Secret> of,
      UnaryOperator<Map<String, byte[]>> content,
      String... needed) {
    var there = SecretData.of(secret);
    if (Stream.of(needed).allMatch(key -> there.getOrDefault(key, new byte[0]).length > 0)) {
      return Labels.areAll(secret, ObjectNames.of(domain))
          ? Optional.of(there)
          : replaced(secret, of.apply(domain, there)).map(any -> there); // labels are put back
    }
    var anew = content.apply(there);
    return replaced(secret, of.apply(domain, anew)).map(any -> anew);
  }

  private void renewed(
      String name,
      SequencedSet<String> names,
      BiFunction<MailDomain, Map<String, byte[]>, Secret> of,
      Function<SequencedSet<String>, Map<String, byte[]>> content,
      Predicate<Map<String, byte[]>> isOurSigners) {
    var there = applier.secret(domain.getMetadata().getNamespace(), name);
    var good =
        there
            .filter(secret -> isOurs(secret) || isMarkedForTls(secret))
            .map(SecretData::of)
            .filter(isOurSigners)
            .flatMap(PemPair::of)
            .filter(pair -> pair.serves(names, clock.instant(), Certificates.RENEW_BEFORE));
    if (good.isPresent()) {
      there
          .filter(secret -> isOurs(secret) && !Labels.areAll(secret, ObjectNames.of(domain)))
          .ifPresent(secret -> replaced(secret, of.apply(domain, SecretData.of(secret))));
      return;
    }
    if (there.isEmpty()) {
      written(() -> applier.create(of.apply(domain, content.apply(names))));
    } else if (checked(there.get()).isPresent()) {
      replaced(there.get(), of.apply(domain, content.apply(names)));
    }
  }

  private static boolean isMarkedForTls(Secret secret) {
    var metadata = secret.getMetadata();
    return SecretMark.of(metadata.getLabels(), metadata.getAnnotations())
        .filter(mark -> mark.use() == SecretUse.Tls)
        .isPresent();
  }

  /** Judges by its labels, or where somebody removed those, by its owner. */
  private boolean isOurs(Secret secret) {
    return Labels.areOurs(secret, ObjectNames.of(domain)) || Owners.owns(domain, secret);
  }

  private Optional<Secret> checked(Secret secret) {
    if (isOurs(secret)) {
      return Optional.of(secret);
    }
    problems.add(
        new Problem(
            Problem.Severity.Error,
            Reason.SecretConflict,
            ResourceReader.ref(domain),
            "",
            "Secret %s is there and is not Mailhelm's: rename it, or rename the MailDomain"
                .formatted(secret.getMetadata().getName())));
    return Optional.empty();
  }
}
