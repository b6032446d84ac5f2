package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.Compiler;
import io.mailhelm.compiler.CompilerInput;
import io.mailhelm.compiler.Platform;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.ResourceSource;
import io.mailhelm.compiler.read.SecretMark;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Problem;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.SecretUse;
import io.mailhelm.keys.Certificates;
import io.mailhelm.keys.DkimKeys;
import io.mailhelm.keys.PemPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Shapes of declarations, compiled as the operator would. */
public final class Shapes {
  static final DefaultImage IMAGE = new DefaultImage("mailhelm/smtp-server:1.0.0", "IfNotPresent");
  static final String OPERATOR_NAMESPACE = "mailhelm-system";

  private static final PemPair CERTIFICATE =
      Certificates.selfSigned(
          new TreeSet<>(Set.of("mail.example.com")), Instant.parse("2026-01-01T00:00:00Z"));

  private static final Map<String, byte[]> SIGNING = DkimKeys.generate();

  private Shapes() {}

  /** Of a text with one MailDomain, which compiles without an error. */
  public static ServerShape of(String yaml) {
    var resources = ResourceReader.read(List.of(new ResourceSource("shape.yaml", yaml)));
    return ServerShape.of(resources.domains().getFirst(), config(yaml), IMAGE, OPERATOR_NAMESPACE);
  }

  /** What that MailDomain compiles to, without users. */
  public static ServerConfig config(String yaml) {
    var resources = ResourceReader.read(List.of(new ResourceSource("shape.yaml", yaml)));
    var secrets = new HashMap<SecretName, Map<String, byte[]>>();
    var requirements = Requirements.of(resources);
    var marks = new HashMap<SecretName, SecretMark>();
    for (var tls : requirements.tls()) {
      secrets.put(tls.secret(), CERTIFICATE.secret());
      marks.put(tls.secret(), new SecretMark(SecretUse.Tls));
    }
    for (var dkim : requirements.dkim()) {
      secrets.put(dkim.secret(), SIGNING);
      marks.put(dkim.secret(), new SecretMark(SecretUse.Dkim));
    }
    var compilation =
        Compiler.compile(
            new CompilerInput(
                resources.withSecrets(secrets).withMarks(marks),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Set.of(),
                Platform.CLUSTER,
                false,
                List.of(),
                Optional.empty()));
    return compilation
        .config()
        .filter(config -> compilation.problems().stream().noneMatch(Problem::isError))
        .orElseThrow(() -> new AssertionError(compilation.problems()));
  }

  private static List<DomainName> names(ServerShape shape) {
    var domains = ResourceReader.adopt(List.of(shape.domain()), List.of(), List.of(), Map.of());
    return Requirements.of(domains).tls().getFirst().names();
  }

  /** All objects that a shape alone decides. */
  public static List<HasMetadata> objects(ServerShape shape) {
    var objects = new ArrayList<HasMetadata>();
    objects.add(SmtpStatefulSet.of(shape));
    objects.add(SmtpService.of(shape));
    objects.add(HeadlessService.of(shape));
    objects.add(ApiService.of(shape));
    objects.add(DisruptionBudget.of(shape));
    objects.add(ServerNetworkPolicy.of(shape));
    objects.add(ServerPodMonitor.of(shape, ScrapeSettings.DEFAULT));
    var tls = shape.domain().getSpec().tls();
    if (tls != null && tls.issuerRef() != null) {
      objects.add(TlsCertificate.of(shape.domain(), names(shape)));
    }
    return objects;
  }
}
