package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Server;
import io.mailhelm.crds.DeletionPolicy;
import io.mailhelm.crds.GeneratedNames;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes and reads the Secret of a generated password, with all that an application needs to log in.
 */
public final class UserSecret {
  public static final String TYPE = "kubernetes.io/basic-auth";
  public static final String USERNAME = "username";
  public static final String PASSWORD = "password";
  public static final String HOST = "host";
  public static final String PORT = "port";
  public static final String URI = "uri";

  /** The name on the certificate. {@link #HOST} is a name of the cluster's and is not on it. */
  public static final String TLS_SERVER_NAME = "tlsServerName";

  private static final Set<String> KEYS =
      Set.of(USERNAME, PASSWORD, HOST, PORT, URI, TLS_SERVER_NAME);

  /** Annotation: SHA-256 of the password that was generated. */
  static final String GENERATED = "mailhelm.io/generated";

  /** Annotation: UID of the MailUser that it was made for. */
  static final String USER = "mailhelm.io/mailuser-uid";

  /** Annotation: the address that MailUser had. */
  static final String ADDRESS = "mailhelm.io/address";

  private UserSecret() {}

  /** The Secret {@code u-smtp} with a password that was just generated. */
  public static Secret generated(
      MailUser user,
      MailDomain host,
      Server server,
      DomainName hostname,
      Mailbox address,
      byte[] password) {
    var secret = of(user, host, server, hostname, address, password);
    secret.getMetadata().getAnnotations().put(GENERATED, digest(password));
    return secret;
  }

  /**
   * The Secret {@code u-smtp}. It is deleted with its MailUser where that says {@code
   * deletionPolicy: Delete}. Otherwise it stays, as the mail does, and says whose it was.
   *
   * @param user whose password it is
   * @param host the MailDomain whose servers it logs in to
   * @param server those servers, as compiled from {@code host}; where none of their listeners can
   *     be logged in to from another pod, port and uri are left out
   * @param hostname the name on the certificate of the user's domain
   * @param address the login
   * @param password UTF-8
   */
  public static Secret of(
      MailUser user,
      MailDomain host,
      Server server,
      DomainName hostname,
      Mailbox address,
      byte[] password) {
    var service =
        "%s.%s.svc"
            .formatted(ObjectNames.smtp(ObjectNames.of(host)), host.getMetadata().getNamespace());
    var data = new TreeMap<String, byte[]>();
    data.put(USERNAME, octets(address.toString()));
    data.put(PASSWORD, password.clone());
    data.put(HOST, octets(service));
    data.put(TLS_SERVER_NAME, octets(hostname.ascii()));
    LoginPort.best(host, server)
        .ifPresent(
            login -> {
              data.put(PORT, octets(Integer.toString(login.port())));
              data.put(URI, octets(login.uri(service, address, password)));
            });
    var annotations =
        new TreeMap<>(Map.of(USER, user.getMetadata().getUid(), ADDRESS, address.toString()));
    if (!goesWith(user)) {
      annotations.putAll(Annotations.KEPT);
    }
    var metadata =
        new ObjectMetaBuilder()
            .withName(ObjectNames.userSecret(user))
            .withNamespace(user.getMetadata().getNamespace())
            .withLabels(Labels.of(user.getSpec().domainRef().name()))
            .withAnnotations(annotations)
            .withOwnerReferences(goesWith(user) ? List.of(Owners.of(user)) : List.of())
            .build();
    return DomainSecret.of(metadata, TYPE, data, PASSWORD);
  }

  /**
   * Whether the password in it is still the generated one, which nobody can guess. A person may
   * have put another one there.
   */
  public static boolean isGenerated(Secret secret) {
    return SecretData.of(secret, PASSWORD)
        .filter(password -> digest(password).equals(annotation(secret, GENERATED).orElse("")))
        .isPresent();
  }

  /** The part of its data that the operator sets. Others may have added more. */
  public static Map<String, String> own(Secret secret) {
    var own = new TreeMap<>(Optional.ofNullable(secret.getData()).orElse(Map.of()));
    own.keySet().retainAll(KEYS);
    return own;
  }

  /** A Secret that lost its labels, with those of {@code other} and its own content. */
  public static Secret relabelled(Secret there, Secret other) {
    return new SecretBuilder(other)
        .withData(there.getData())
        .editMetadata()
        .withAnnotations(there.getMetadata().getAnnotations())
        .endMetadata()
        .build();
  }

  /** The password in it, if there is one. An empty one is none. */
  public static Optional<byte[]> password(Secret secret) {
    return SecretData.of(secret, PASSWORD).filter(octets -> octets.length > 0);
  }

  /** SHA-256: it reveals nothing of 144 random bits. */
  private static String digest(byte[] password) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static boolean goesWith(MailUser user) {
    return user.getSpec().deletionPolicy() == DeletionPolicy.Delete;
  }

  /**
   * Whether a Secret of this name was made for this user, or for an earlier user of its name. Any
   * other is never written.
   */
  public static boolean isOurs(Secret secret, MailUser user) {
    return annotation(secret, USER).isPresent()
        ? Labels.areOurs(secret)
            && secret.getMetadata().getName().equals(ObjectNames.userSecret(user))
        : Labels.areOurs(secret, user.getSpec().domainRef().name()) && Owners.isOwner(user, secret);
  }

  /** Whether it was made for this user itself. */
  public static boolean isOf(Secret secret, MailUser user) {
    return annotation(secret, USER)
        .map(uid -> uid.equals(user.getMetadata().getUid()))
        .orElseGet(() -> Owners.owns(user, secret));
  }

  /** Whether it was kept of a deleted user of that address in this MailDomain. */
  public static boolean isKeptOf(Secret secret, MailDomain domain, Mailbox address) {
    return isKeptOf(secret, domain)
        && annotation(secret, ADDRESS).equals(Optional.of(address.toString()));
  }

  /** Whether it was kept of any user in this MailDomain, as far as its name and labels tell. */
  public static boolean isKeptOf(Secret secret, MailDomain domain) {
    return isKept(secret)
        && GeneratedNames.isUserSecret(secret.getMetadata().getName())
        && Labels.areOurs(secret, ObjectNames.of(domain))
        && annotation(secret, USER).isPresent()
        && annotation(secret, ADDRESS).isPresent();
  }

  /**
   * Those of one user each: of several, the first that was made. The others are copies of it, which
   * somebody keeps.
   */
  public static List<Secret> originals(Stream<Secret> kept) {
    return List.copyOf(
        kept.collect(
                Collectors.toMap(
                    secret -> annotation(secret, USER).orElse(""),
                    secret -> secret,
                    BinaryOperator.minBy(
                        Comparator.comparing(
                            (Secret secret) ->
                                Objects.requireNonNullElse(
                                    secret.getMetadata().getCreationTimestamp(), "")))))
            .values());
  }

  /** Whether it goes with nobody. */
  public static boolean isKept(Secret secret) {
    return secret.getMetadata().getOwnerReferences().isEmpty();
  }

  private static Optional<String> annotation(Secret secret, String name) {
    return Optional.ofNullable(secret.getMetadata().getAnnotations()).map(all -> all.get(name));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
