/**
 * The product catalogue: offers, prices, allowances and zones, written as YAML by product managers (words of TM Forum), compiled once.
 * {@link io.ocs.rating.catalog.TariffCatalog#load} reads all files of a directory into located nodes ({@code YamlReader}), these into
 * validated model records ({@code OfferReader}, {@code PriceReader}, {@code ZoneReader}), and these into the compiled form of package
 * {@code rate} ({@code CatalogCompiler}). Every mistake of every file is collected with file and line before anything is refused.
 */
package io.ocs.rating.catalog;
