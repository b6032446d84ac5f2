package io.mailhelm.operator.desired;

import io.mailhelm.compiler.Compiler;
import io.mailhelm.compiler.Input;
import io.mailhelm.compiler.Platform;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.compiler.read.Source;
import io.mailhelm.config.ServerConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Shapes of declarations, compiled as the operator would. */
final class Shapes {
  static final Image IMAGE = new Image("mailhelm/smtp-server:1.0.0", "IfNotPresent");
  static final String OPERATOR_NAMESPACE = "mailhelm-system";

  private Shapes() {}

  /** Of a text with one MailDomain, which compiles without an error. */
  static Shape of(String yaml) {
    var resources = ResourceReader.read(List.of(new Source("shape.yaml", yaml)));
    var server = config(yaml).server();
    return new Shape(resources.domains().getFirst(), server, IMAGE, OPERATOR_NAMESPACE);
  }

  static ServerConfig config(String yaml) {
    var resources = ResourceReader.read(List.of(new Source("shape.yaml", yaml)));
    var secrets = new HashMap<SecretName, Map<String, byte[]>>();
    Requirements.of(resources)
        .tls()
        .forEach(tls -> secrets.put(tls.secret(), TestCertificate.secret()));
    var compilation =
        Compiler.compile(
            new Input(
                resources.withSecrets(secrets),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Set.of(),
                Platform.CLUSTER,
                false));
    return compilation
        .config()
        .filter(config -> !compilation.hasErrors())
        .orElseThrow(() -> new AssertionError(compilation.problems()));
  }
}
