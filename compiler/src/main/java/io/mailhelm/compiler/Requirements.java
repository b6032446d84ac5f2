package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.Resources;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.DkimSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.NameRef;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.ServerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Lists what a compilation needs besides the resources. The caller of the compiler supplies it, or
 * generates what may be generated, and makes a verifier of each password.
 *
 * @param passwords one for each MailUser whose address is clear, by MailUser
 * @param tls one for each MailDomain whose certificate is in a Secret
 * @param files paths of PEM files, as declared
 * @param dkim one for each MailDomain
 * @param logins Secrets with user names and passwords for relays
 * @param trusted Secrets with certificates of authorities
 */
public record Requirements(
    List<Password> passwords,
    List<Tls> tls,
    List<String> files,
    List<Dkim> dkim,
    List<SecretName> logins,
    List<SecretName> trusted) {
  public Requirements {
    passwords = List.copyOf(passwords);
    tls = List.copyOf(tls);
    files = List.copyOf(files);
    dkim = List.copyOf(dkim);
    logins = List.copyOf(logins);
    trusted = List.copyOf(trusted);
  }

  /**
   * * A needed password.
   *
   * @param user its user, by which its verifier goes into {@link CompilerInput#verifiers()}
   * @param address the login
   * @param secret where it is
   * @param key its key in that Secret
   * @param generated whether to generate it when the Secret does not exist
   */
  public record Password(
      ResourceRef user, Mailbox address, SecretName secret, String key, boolean generated) {}

  /**
   * A needed certificate and its key, {@code tls.crt} and {@code tls.key}.
   *
   * @param domain whose they are
   * @param secret where they are
   * @param names the host names of the certificate, its own first
   * @param generated whether to generate a self-signed one when the Secret does not exist
   */
  public record Tls(
      ResourceRef domain, SecretName secret, List<DomainName> names, boolean generated) {
    public Tls {
      names = List.copyOf(names);
    }
  }

  /**
   * * Needed DKIM keys.
   *
   * @param domain whose they are
   * @param secret where they are
   * @param algorithms algorithms of which there is to be a key each, where they are generated
   * @param generated whether to generate missing keys, each as {@code <algorithm>.key} in lower
   *     case; otherwise the owner brings a key
   * @param rotateAfter how long a generated key signs
   * @param retireAfter how long its record stays published after that
   * @param deleteAfter how long the private key is kept after that
   */
  public record Dkim(
      ResourceRef domain,
      SecretName secret,
      List<DkimSpec.Algorithm> algorithms,
      boolean generated,
      Duration rotateAfter,
      Duration retireAfter,
      Duration deleteAfter) {
    public Dkim {
      algorithms = List.copyOf(algorithms);
    }

    /** The algorithms, as keys and records name them. */
    public List<DkimKey.Algorithm> signing() {
      return algorithms.stream().map(Dkim::signing).toList();
    }

    static DkimKey.Algorithm signing(DkimSpec.Algorithm declared) {
      return switch (declared) {
        case Rsa2048 -> DkimKey.Algorithm.Rsa;
        case Ed25519 -> DkimKey.Algorithm.Ed25519;
      };
    }
  }

  /** The requirements of these resources. The compilation reports what is wrong with them. */
  public static Requirements of(Resources resources) {
    var passwords = new ArrayList<Password>();
    for (var user : resources.users()) {
      address(user, resources.domains()).ifPresent(at -> passwords.add(password(user, at)));
    }
    passwords.sort(Comparator.comparing(Password::user));
    var tls = new ArrayList<Tls>();
    var files = new TreeSet<String>();
    for (var domain : resources.domains()) {
      if (domain.getSpec().tls() != null && domain.getSpec().tls().files() != null) {
        files.add(domain.getSpec().tls().files().certificate());
        files.add(domain.getSpec().tls().files().privateKey());
      } else if (!Hostnames.borrowed(domain, resources.domains())) {
        Hostnames.of(domain, resources.domains())
            .map(name -> RequestedCertificateNames.of(domain, name, resources.domains()))
            .ifPresent(names -> tls.add(tls(domain, names)));
      }
    }
    tls.sort(Comparator.comparing(Tls::domain));
    return new Requirements(
        passwords,
        tls,
        List.copyOf(files),
        resources.domains().stream()
            .map(Requirements::dkim)
            .sorted(Comparator.comparing(Dkim::domain))
            .toList(),
        resources.sendPolicies().stream()
            .flatMap(Requirements::logins)
            .distinct()
            .sorted(Comparator.comparing(SecretName::toString))
            .toList(),
        resources.domains().stream()
            .flatMap(domain -> trust(domain).stream())
            .distinct()
            .sorted()
            .toList());
  }

  private static Password password(MailUser user, Mailbox address) {
    var source = PasswordSource.of(user);
    return new Password(
        ResourceReader.ref(user), address, source.secret(), source.key(), source.generated());
  }

  static Tls tls(MailDomain domain, List<DomainName> names) {
    var ref = ResourceReader.ref(domain);
    var declared = domain.getSpec().tls();
    return declared != null && declared.secretRef() != null
        ? new Tls(ref, new SecretName(ref.namespace(), declared.secretRef().name()), names, false)
        : new Tls(
            ref, new SecretName(ref.namespace(), MailDomain.tlsSecret(ref.name())), names, true);
  }

  /** The needed DKIM keys of one MailDomain. */
  public static Dkim dkim(MailDomain domain) {
    var ref = ResourceReader.ref(domain);
    var declared = Optional.ofNullable(domain.getSpec().dkim());
    var own = declared.map(DkimSpec::secretRef).map(NameRef::name);
    var algorithms =
        declared
            .map(DkimSpec::algorithms)
            .filter(list -> !list.isEmpty())
            .orElse(List.of(DkimSpec.Algorithm.values()));
    return new Dkim(
        ref,
        new SecretName(ref.namespace(), own.orElse(ref.name() + "-dkim")),
        own.isPresent() ? List.of() : algorithms.stream().sorted().distinct().toList(),
        own.isEmpty(),
        span(declared.map(DkimSpec::rotateAfter), DkimSpec.ROTATE_AFTER),
        span(declared.map(DkimSpec::retireAfter), DkimSpec.RETIRE_AFTER),
        span(declared.map(DkimSpec::deleteAfter), DkimSpec.DELETE_AFTER));
  }

  /** The declared duration, or {@code otherwise}. The compilation reports what cannot be read. */
  private static Duration span(Optional<String> declared, String otherwise) {
    return declared
        .flatMap(SpecFields::duration)
        .filter(span -> span.toMillis() >= 1000)
        .or(() -> SpecFields.duration(otherwise))
        .orElseThrow();
  }

  /** The Secret with the authorities that a MailDomain's servers trust; empty: it names none. */
  public static Optional<SecretName> trust(MailDomain domain) {
    return Optional.ofNullable(domain.getSpec().server())
        .map(ServerSpec::trustedCertificates)
        .map(
            trust ->
                new SecretName(ResourceReader.ref(domain).namespace(), trust.secretRef().name()));
  }

  /** The Secrets with logins at relays that one SendPolicy names. */
  public static Stream<SecretName> logins(SendPolicy policy) {
    var namespace = ResourceReader.ref(policy).namespace();
    return Optional.ofNullable(policy.getSpec().routes()).stream()
        .flatMap(List::stream)
        .flatMap(route -> Optional.ofNullable(route.relay()).stream())
        .flatMap(relay -> Optional.ofNullable(relay.credentialsSecretRef()).stream())
        .map(secret -> new SecretName(namespace, secret.name()));
  }

  /**
   * The address of a MailUser, which is also the login; empty when it is invalid, or its MailDomain
   * is not among {@code domains}.
   */
  public static Optional<Mailbox> address(MailUser user, List<MailDomain> domains) {
    try {
      return Hostnames.find(domains, user, user.getSpec().domainRef().name())
          .map(MailDomain::getSpec)
          .map(
              spec ->
                  LocalPartRules.mailbox(
                      LocalPartRules.localPart(user), DomainName.of(spec.domain())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
