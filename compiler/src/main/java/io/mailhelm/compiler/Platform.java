package io.mailhelm.compiler;

/** Where the config will run. */
public enum Platform {
  /** One process over a folder of files: {@code mailhelm serve}. */
  LAPTOP,
  /** Pods, behind Services. */
  CLUSTER
}
