package io.mailhelm.crds;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everything that is generated from the types, by its path in the repository. */
final class GeneratedFiles {
  static final List<Class<? extends HasMetadata>> KINDS =
      List.of(MailDomain.class, MailUser.class, SendPolicy.class);

  /** Beside the types, and once more in the chart: Helm reads no file outside of it. */
  private static final List<String> FOLDERS =
      List.of("crds/src/main/resources/META-INF/mailhelm/crds/", "helm/mailhelm/files/crds/");

  private GeneratedFiles() {}

  static SortedMap<String, String> all() {
    var files = new TreeMap<String, String>();
    var crds = KINDS.stream().map(GeneratedFiles::crd).toList();
    for (var crd : crds) {
      var yaml =
          "# Generated from io.mailhelm.crds by `make generate`; do not edit.\n"
              + Serialization.asYaml(crd);
      FOLDERS.forEach(
          folder -> files.put(folder + crd.getSpec().getNames().getPlural() + ".yaml", yaml));
    }
    files.put("docs/reference/resources.md", ReferencePage.of(crds));
    return files;
  }

  static CustomResourceDefinition crd(Class<? extends HasMetadata> kind) {
    var output = new InMemory();
    new CRDGenerator()
        .customResourceClasses(kind)
        .forCRDVersions("v1")
        .withOutput(output)
        .generate();
    var crd =
        Serialization.unmarshal(
            output.yaml.toString(StandardCharsets.UTF_8), CustomResourceDefinition.class);
    return Refinement.of(crd, kind);
  }

  private static final class InMemory implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final ByteArrayOutputStream yaml = new ByteArrayOutputStream();

    @Override
    public ByteArrayOutputStream outputFor(String crdName) {
      return yaml;
    }

    @Override
    public URI crdURI(String crdName) {
      return URI.create("file:///" + crdName);
    }

    @Override
    public void close() {}
  }
}
