package io.mailhelm.smtp.rehearsal;

import io.mailhelm.config.Adopt;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.DeletionPolicy;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.InboundRules;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Listener;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.Retention;
import io.mailhelm.config.Scram;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.Server;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.User;
import io.mailhelm.smtp.live.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The volumes of a pod that rehearses: one domain, one user, everything on loopback, and secrets
 * that are made for this run.
 *
 * @param volume the folder with the config
 * @param tokenFile the file with the token
 * @param apiTls the folder with key and certificate of the APIs
 * @param data an empty folder for the store
 * @param token opens the APIs
 * @param trust takes the certificate of the APIs and listeners
 */
public record RehearsalVolumes(
    Path volume,
    Path tokenFile,
    Path apiTls,
    Path data,
    ServerConfig config,
    Rehearsal.Login login,
    String token,
    SSLContext trust) {
  /** A port of loopback that the system gives. */
  public static final HttpEndpoint ANY_PORT = new HttpEndpoint("127.0.0.1", 0, List.of());

  private static final Mailbox USER = Mailbox.of("user@rehearsal.invalid");

  /** Writes the volumes below {@code work}. */
  public static RehearsalVolumes in(Path work) throws IOException {
    var password = secret();
    var token = secret();
    var pem = RehearsalKey.make();
    var config = config(password, pem);
    var volume = Files.createDirectories(work.resolve("config"));
    for (var part : ConfigDocument.of(config).parts().entrySet()) {
      Files.write(volume.resolve(part.getKey()), part.getValue());
    }
    var tokens = Files.createDirectories(work.resolve("token"));
    Files.writeString(tokens.resolve("token"), token);
    var tls = Files.createDirectories(work.resolve("api-tls"));
    Files.writeString(tls.resolve("tls.crt"), pem.certificates());
    Files.writeString(tls.resolve("tls.key"), pem.privateKey());
    return new RehearsalVolumes(
        volume,
        tokens.resolve("token"),
        tls,
        Files.createDirectories(work.resolve("data")),
        config,
        new Rehearsal.Login(USER.toString(), password),
        token,
        trust(pem));
  }

  private static ServerConfig config(String password, KeyPem pem) {
    var hostname = DomainName.of("mail.rehearsal.invalid");
    var server =
        new Server(
            "rehearsal",
            hostname,
            List.of(
                listener("development", Listener.Tls.Optional),
                listener("submissions", Listener.Tls.Implicit)),
            ANY_PORT,
            ANY_PORT,
            Optional.empty(),
            ServerLimits.DEFAULT,
            List.of(),
            Duration.ofSeconds(10),
            List.of(),
            List.of(),
            List.of(),
            Retention.DEFAULT,
            List.of());
    var domain =
        new Domain(
            "rehearsal",
            USER.domain(),
            hostname,
            Domain.Outbound.Capture,
            Optional.empty(),
            Optional.empty(),
            true,
            pem.name(),
            List.of(),
            DomainDns.DEFAULT,
            List.of(),
            InboundRules.DEFAULT,
            Domain.PASSWORD_GRACE);
    var user =
        new User(
            new ResourceRef("MailUser", "rehearsal", "rehearsal"),
            USER.toString(),
            USER,
            Optional.empty(),
            Scram.verifier(
                password.getBytes(StandardCharsets.UTF_8),
                random(),
                ScramVerifier.GENERATED_ITERATIONS),
            List.of(),
            Optional.empty(),
            Quota.DEFAULT,
            false,
            DeletionPolicy.Retain,
            Adopt.None);
    return new ServerConfig(
        server, List.of(domain), List.of(user), List.of(), List.of(), List.of(pem), List.of());
  }

  private static Listener listener(String name, Listener.Tls tls) {
    return new Listener(name, Optional.of("127.0.0.1"), 0, tls, Listener.Auth.Required, List.of());
  }

  private static SSLContext trust(KeyPem pem) throws IOException {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("rehearsal", TlsIdentity.of(pem).chain()[0]);
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform has no TLS", e);
    }
  }

  private static String secret() {
    return HexFormat.of().formatHex(random());
  }

  private static byte[] random() {
    var octets = new byte[16];
    new SecureRandom().nextBytes(octets);
    return octets;
  }

  @Override
  public String toString() {
    return "RehearsalVolumes[" + volume + "]";
  }
}
