package io.mailhelm.compiler;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.ResourceSource;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.RelayCredential;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder: {@code in} is what is declared, {@code last-good} what was before, {@code
 * case.properties} the platform and the flags.
 */
record Case(Path folder) {
  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .addMixIn(KeyPem.class, NameOnly.class)
          .addMixIn(RelayCredential.class, NameOnly.class)
          .addMixIn(User.class, NoVerifier.class)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build()
          .writer(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                  .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  @JsonIncludeProperties("name")
  private interface NameOnly {}

  @JsonIgnoreProperties("verifier")
  private interface NoVerifier {}

  Compilation compile() throws IOException {
    return Compiler.compile(input(Optional.empty()));
  }

  /** The same with everything in another order. */
  Compilation compileShuffled(long seed) throws IOException {
    return Compiler.compile(input(Optional.of(new Random(seed))));
  }

  Path expectedConfig() {
    return folder.resolve("expected-config.json");
  }

  Path expectedProblems() {
    return folder.resolve("expected-problems.txt");
  }

  /** Keys are made anew in every run, so what is public of them is left out. */
  static String config(Compilation compilation) throws IOException {
    return compilation.config().isEmpty()
        ? "none\n"
        : JSON.writeValueAsString(compilation.config().get())
                .replaceAll("(\"publicKey\" : \")[^\"]+", "$1...")
            + "\n";
  }

  static String problems(Compilation compilation) {
    return compilation.problems().stream()
        .map(problem -> problem + "\n")
        .collect(Collectors.joining());
  }

  private CompilerInput input(Optional<Random> shuffle) throws IOException {
    var options = new Properties();
    if (Files.exists(folder.resolve("case.properties"))) {
      try (var text = Files.newBufferedReader(folder.resolve("case.properties"))) {
        options.load(text);
      }
    }
    var caller =
        new Caller(
            Platform.valueOf(options.getProperty("platform", "LAPTOP")),
            Boolean.parseBoolean(options.getProperty("dev", "false")),
            Boolean.parseBoolean(options.getProperty("generates", "true")),
            Stream.of(options.getProperty("serviceAddresses", "").split(" "))
                .filter(text -> !text.isEmpty())
                .toList());
    Optional<ServerConfig> lastGood =
        Files.exists(folder.resolve("last-good"))
            ? Compiler.compile(input("last-good", caller, Optional.empty(), shuffle)).config()
            : Optional.empty();
    return input("in", caller, lastGood, shuffle);
  }

  private CompilerInput input(
      String part, Caller caller, Optional<ServerConfig> lastGood, Optional<Random> shuffle)
      throws IOException {
    var sources = sources(folder.resolve(part));
    shuffle.ifPresent(random -> Collections.shuffle(sources, random));
    return caller.input(ResourceReader.read(sources), pems(), lastGood);
  }

  private static List<ResourceSource> sources(Path folder) throws IOException {
    var sources = new ArrayList<ResourceSource>();
    try (var files = Files.list(folder)) {
      for (var file : files.sorted().toList()) {
        sources.add(new ResourceSource(file.getFileName().toString(), Files.readString(file)));
      }
    }
    return sources;
  }

  private static Map<String, byte[]> pems() {
    var files = new HashMap<String, byte[]>();
    files.put("tls/fullchain.pem", TestPem.certificate());
    files.put("tls/privkey.pem", TestPem.key());
    files.put("tls/other.pem", TestPem.keyOfAnother());
    return files;
  }
}
