//! `folkmoot document`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use folkmoot_chain::Client;
use folkmoot_group::action::Action;
use folkmoot_group::document::{Answer, DocumentKind, DocumentSpec};
use folkmoot_group::msg::DocumentView;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::args::{ChainArgs, SignArgs};
use super::output::{Report, bold, indent};
use super::reader::Reader;
use super::session::Session;
use super::{CliError, Output, parse, propose, words};

/// Read the documents that a group adopted, and propose the next
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot document list wasm1…")]
pub struct DocumentArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// List a group's documents, the latest version of each
    #[command(after_help = "Example:\n  folkmoot document list wasm1… --json")]
    List {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        #[command(flatten)]
        chain: ChainArgs,
    },
    /// Show a document: the latest version, another, or all
    #[command(after_help = "Example:\n  folkmoot document show wasm1… cell-state --version 2")]
    Show {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        /// purpose, requirements, cell-state, or another document's name
        #[arg(value_parser = parse::document)]
        document: DocumentKind,
        /// The version; the latest unless named
        #[arg(long, value_name = "NUMBER")]
        version: Option<u32>,
        /// Every version
        #[arg(long, conflicts_with = "version")]
        all: bool,
        #[command(flatten)]
        chain: ChainArgs,
    },
    /// Propose that a group adopts a document; its hash is worked out from the file
    #[command(
        after_help = "Example:\n  folkmoot document adopt wasm1… cell-state state.pdf --title 'State of 2028' --uri https://… --answer 3=hours"
    )]
    Adopt {
        #[command(flatten)]
        paper: InFile,
        /// Its title
        #[arg(long)]
        title: String,
        /// Where others find it
        #[arg(long)]
        uri: String,
        /// Of a cell state: which agreement answers which requirement
        #[arg(long, value_name = "REQUIREMENT=AGREEMENT", value_parser = parse::answer)]
        answer: Vec<Answer>,
        #[command(flatten)]
        sign: Box<SignArgs>,
    },
    /// Check that a file is what the group adopted, and in which version
    #[command(after_help = "Example:\n  folkmoot document check wasm1… cell-state state.pdf")]
    Check {
        #[command(flatten)]
        paper: InFile,
        #[command(flatten)]
        chain: ChainArgs,
    },
}

/// A document in a file.
#[derive(Args, Debug)]
struct InFile {
    /// The group's address
    #[arg(value_parser = parse::address)]
    group: String,
    /// purpose, requirements, cell-state, or another document's name
    #[arg(value_parser = parse::document)]
    document: DocumentKind,
    /// The file
    file: PathBuf,
}

impl InFile {
    fn sha256(&self) -> Result<[u8; 32], CliError> {
        let bytes = std::fs::read(&self.file).map_err(CliError::file(&self.file))?;
        Ok(Sha256::digest(bytes).into())
    }
}

#[derive(Debug, Serialize)]
struct Documents {
    group: String,
    name: String,
    documents: Vec<DocumentView>,
}

/// Runs the command.
pub async fn run(args: DocumentArgs, output: &mut Output) -> Result<(), CliError> {
    match args.command {
        Command::List { group, chain } => {
            let client = Client::connect(&chain.node).await?;
            let reader = Reader::new(&client, &group);
            let documents = reader.documents().await?;
            tell(&reader, documents, output).await
        }
        Command::Show {
            group,
            document,
            version,
            all,
            chain,
        } => {
            let client = Client::connect(&chain.node).await?;
            let reader = Reader::new(&client, &group);
            let documents = match all {
                true => reader.document_versions(&document).await?,
                false => vec![reader.document(document, version).await?],
            };
            tell(&reader, documents, output).await
        }
        Command::Adopt {
            paper,
            title,
            uri,
            answer,
            sign,
        } => {
            let session = Session::open(&sign).await?;
            let sha256 = paper.sha256()?.into();
            let document = DocumentSpec {
                kind: paper.document,
                title,
                uri,
                sha256,
                answers: answer,
            };
            let title = format!("Adopt {}", document.title);
            let adopt = Action::AdoptDocument(Box::new(document));
            let opened = propose::open_one(&session, &paper.group, title, adopt).await?;
            output.tell(&opened)
        }
        Command::Check { paper, chain } => check(&paper, &chain, output).await,
    }
}

/// Tells the newest version of which the file is a copy.
async fn check(paper: &InFile, chain: &ChainArgs, output: &mut Output) -> Result<(), CliError> {
    let sha256 = paper.sha256()?;
    let client = Client::connect(&chain.node).await?;
    let reader = Reader::new(&client, &paper.group);
    let versions = reader.document_versions(&paper.document).await?;
    let mut same = versions
        .into_iter()
        .rev()
        .filter(|adopted| adopted.sha256.as_slice() == sha256);
    let Some(adopted) = same.next() else {
        let (file, document) = (paper.file.display(), words::document(&paper.document));
        return Err(CliError::refused(format!(
            "{file} is no version of {document} that the group adopted: its sha-256 is {}",
            hex::encode(sha256)
        )));
    };
    tell(&reader, vec![adopted], output).await
}

async fn tell(
    reader: &Reader<'_>,
    documents: Vec<DocumentView>,
    output: &mut Output,
) -> Result<(), CliError> {
    output.tell(&Documents {
        group: reader.address().to_owned(),
        name: reader.group().await?.name,
        documents,
    })
}

impl Report for Documents {
    fn words(&self) -> String {
        let mut lines = vec![bold(&format!("Documents of {}", words::line(&self.name)))];
        if self.documents.is_empty() {
            lines.push("  none so far".to_owned());
        }
        let documents = self.documents.iter();
        lines.extend(documents.map(|document| indent(&words::adopted(document))));
        lines.join("\n")
    }
}
