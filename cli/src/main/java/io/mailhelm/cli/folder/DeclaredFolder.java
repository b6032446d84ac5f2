package io.mailhelm.cli.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailhelm.cli.data.PrivateFile;
import io.mailhelm.config.Mailbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Writes into the folder of declarations. One thread at a time; the caller holds the lock. */
public final class DeclaredFolder {
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private final Path root;

  public DeclaredFolder(Path root) {
    this.root = root;
  }

  /**
   * Declares a user with a Secret in a new file of mode 0600.
   *
   * @param domain {@code metadata.name} of the MailDomain
   * @return the file, to be removed again if the user is refused
   */
  public Path addUser(String domain, Mailbox address, String password) throws IOException {
    var name = freeName(address.localPart());
    var secret = name + "-password";
    var text =
        ResourceText.write(user(name, domain, address, secret))
            + ResourceText.write(secret(secret, password));
    var file = root.resolve("user-" + name + ".yaml");
    PrivateFile.write(file, text);
    return file;
  }

  /**
   * Removes the MailUser of that name from the folder, and its Secret where {@link #addUser} made
   * it.
   *
   * @return whether it existed
   */
  public boolean removeUser(String namespace, String name) throws IOException {
    var user = is("MailUser", namespace, name);
    for (var entry : ResourceFiles.read(root).texts().entrySet()) {
      var documents = ResourceText.of(entry.getValue());
      var found = documents.find(user);
      if (found.isPresent()) {
        var secret = found.get().at("/spec/passwordSecretRef/name").asText("");
        var ours = is("Secret", namespace, secret).and(DeclaredFolder::isOurs);
        replace(root.resolve(entry.getKey()), documents.without(user.or(ours)));
        return true;
      }
    }
    return false;
  }

  /**
   * Sets one key of a Secret that is in the folder.
   *
   * @return the file it is in, empty when there is no such Secret
   */
  public Optional<Path> setSecret(String namespace, String name, String key, String value)
      throws IOException {
    var secret = is("Secret", namespace, name);
    for (var entry : ResourceFiles.read(root).texts().entrySet()) {
      var documents = ResourceText.of(entry.getValue());
      if (documents.has(secret)) {
        var file = root.resolve(entry.getKey());
        replace(file, documents.changed(secret, node -> withKey((ObjectNode) node, key, value)));
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private static void replace(Path file, ResourceText documents) throws IOException {
    if (documents.isEmpty()) {
      Files.delete(file);
    } else {
      PrivateFile.write(file, documents.text());
    }
  }

  private String freeName(String localPart) throws IOException {
    var label =
        localPart.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    var stem =
        label.isEmpty()
            ? "user"
            : label.substring(0, Math.min(label.length(), 40)).replaceAll("-+$", "");
    var content = ResourceFiles.read(root);
    for (int number = 1; ; number++) {
      var name = number == 1 ? stem : stem + "-" + number;
      var taken = is("MailUser", "default", name).or(is("Secret", "default", name + "-password"));
      var free =
          !Files.exists(root.resolve("user-" + name + ".yaml"))
              && content.texts().values().stream()
                  .noneMatch(text -> ResourceText.of(text).has(taken));
      if (free) {
        return name;
      }
    }
  }

  private static ObjectNode user(String name, String domain, Mailbox address, String secret) {
    var node = resource("mailhelm.io/v1alpha1", "MailUser", name);
    var spec = node.putObject("spec");
    spec.putObject("domainRef").put("name", domain);
    if (!name.equals(address.localPart())) {
      spec.put("localPart", address.localPart());
    }
    spec.putObject("passwordSecretRef").put("name", secret).put("key", "password");
    return node;
  }

  private static ObjectNode secret(String name, String password) {
    var node = resource("v1", "Secret", name);
    node.putObject("stringData").put("password", password);
    return node;
  }

  private static ObjectNode resource(String apiVersion, String kind, String name) {
    var node =
        JsonNodeFactory.instance.objectNode().put("apiVersion", apiVersion).put("kind", kind);
    node.putObject("metadata").put("name", name).putObject("labels").put(MANAGED_BY, "mailhelm");
    return node;
  }

  private static ObjectNode withKey(ObjectNode secret, String key, String value) {
    if (secret.get("data") instanceof ObjectNode data) {
      data.remove(key);
    }
    secret.withObjectProperty("stringData").put(key, value);
    return secret;
  }

  private static Predicate<JsonNode> is(String kind, String namespace, String name) {
    var wanted = Map.of("/kind", kind, "/metadata/name", name);
    return node ->
        wanted.entrySet().stream()
                .allMatch(field -> node.at(field.getKey()).asText("").equals(field.getValue()))
            && node.at("/metadata/namespace").asText("default").equals(namespace);
  }

  private static boolean isOurs(JsonNode node) {
    return node.at("/metadata/labels").path(MANAGED_BY).asText("").equals("mailhelm");
  }
}
